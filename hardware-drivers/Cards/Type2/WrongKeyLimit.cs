using System.Buffers.Binary;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Cards;

/// <summary>
/// After how many wrong passwords or keys a card closes for ever: AUTHLIM of Ultralight EV1 and NTAG21x, AUTH_LIM of
/// Ultralight AES, which stand in the page behind CFG0 (data sheets, "configuration pages").
/// </summary>
internal static class WrongKeyLimit
{
    private const int VersionLength = 8;
    private const int SizeIndex = 6;
    private const byte SmallEv1 = 0x0B;
    private const byte LargeEv1 = 0x0E;

    /// <summary>Whether cards of a type can have one.</summary>
    public static bool Has(CardType type) => type is CardType.UltralightEv1 or CardType.UltralightAes
        or CardType.Ntag213 or CardType.Ntag215 or CardType.Ntag216;

    /// <summary>What the card itself says; afterwards it listens to anything, as after its activation.</summary>
    /// <returns>0: it never closes; null: it does not show it.</returns>
    /// <exception cref="LinkLostException">The reader's link is gone.</exception>
    public static CardOutcome<int?> Read(ICardChannel card, CardType type, CancellationToken cancellation) =>
        card.Insist(() => Ask(card, type, cancellation), cancellation) switch
        {
            CardOutcome<int?>.Denied => card.Awaken(cancellation).Select(_ => (int?)null),
            var shown => shown,
        };

    /// <summary>From four pages that begin with CFG0.</summary>
    public static int Of(CardType type, ReadOnlySpan<byte> pages)
    {
        var behind = pages[Type2Command.PageLength..];
        return type == CardType.UltralightAes
            ? BinaryPrimitives.ReadUInt16LittleEndian(behind[2..]) & 0x3FF
            : behind[0] & 0x07;
    }

    private static CardOutcome<int?> Ask(ICardChannel card, CardType type, CancellationToken cancellation)
    {
        using var type2 = new Type2Card(card);
        return ConfigurationPage(card, type, cancellation)
            .Then(page => type2.Read(page, cancellation))
            .Select(pages => (int?)Of(type, pages.Span));
    }

    private static CardOutcome<byte> ConfigurationPage(
        ICardChannel card, CardType type, CancellationToken cancellation) => type switch
        {
            CardType.UltralightAes => CardTalk.Done(UltralightAesPages.Configuration),
            CardType.UltralightEv1 => card.Ask(Type2Command.GetVersion(), cancellation)
                .OfLength(VersionLength, "GET_VERSION")
                .Then(version => version.Span[SizeIndex] switch
                {
                    SmallEv1 => CardTalk.Done<byte>(0x10),
                    LargeEv1 => CardTalk.Done<byte>(0x25),
                    var size => CardTalk.Denied<byte>($"an Ultralight EV1 of size {size:X2}"),
                }),
            CardType.Ntag213 => CardTalk.Done<byte>(0x29),
            CardType.Ntag215 => CardTalk.Done<byte>(0x83),
            CardType.Ntag216 => CardTalk.Done<byte>(0xE3),
            _ => CardTalk.Denied<byte>($"{type} has no such page"),
        };
}
