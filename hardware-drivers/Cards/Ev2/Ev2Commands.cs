using System.Security.Cryptography;

namespace HardwareDrivers.Cards;

/// <summary>What provisioning asks an NTAG 424 DNA within a session (NTAG 424 DNA, 10.6; AN12196, 6.16).</summary>
public sealed class Ev2Commands(NativeCard card, Ev2Session session)
{
    private const byte GetKeyVersionCommand = 0x64;

    /// <summary>The version that was written with a key; 0 from the factory.</summary>
    public CardOutcome<byte> GetKeyVersion(byte keyNumber, CancellationToken cancellation) =>
        Ask(CommunicationMode.Mac, GetKeyVersionCommand, [keyNumber], [], cancellation)
            .OfLength(1, "GetKeyVersion").Select(version => version.Span[0]);

    /// <summary>Changes another key than the one that the session was opened with.</summary>
    public CardOutcome<bool> ChangeKey(
        byte keyNumber, CardKey oldKey, CardKey newKey, byte version, CancellationToken cancellation)
    {
        Span<byte> data = stackalloc byte[ChangeKeyData.OtherLength];
        try
        {
            ChangeKeyData.OfOther(oldKey, newKey, version, data);
            return Ask(CommunicationMode.Full, ChangeKeyData.Command, [keyNumber], data, cancellation)
                .Select(_ => true);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(data);
        }
    }

    /// <summary>Changes the key that the session was opened with; the session is over, so its answer has no tag.
    /// </summary>
    public CardOutcome<bool> ChangeOwnKey(
        byte keyNumber, CardKey newKey, byte version, CancellationToken cancellation)
    {
        Span<byte> data = stackalloc byte[ChangeKeyData.OwnLength];
        try
        {
            ChangeKeyData.OfOwn(newKey, version, data);
            var encrypted = session.Protect(CommunicationMode.Full, ChangeKeyData.Command, [keyNumber], data);
            return card.Ask(ChangeKeyData.Command, encrypted, cancellation).Select(_ => true);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(data);
        }
    }

    private CardOutcome<ReadOnlyMemory<byte>> Ask(
        CommunicationMode mode, byte command, ReadOnlySpan<byte> header, ReadOnlySpan<byte> data,
        CancellationToken cancellation) =>
        card.Ask(command, session.Protect(mode, command, header, data), cancellation)
            .Then(answer => session.Open(mode, NativeStatus.Good, answer.Span) is { } content
                ? CardTalk.Done<ReadOnlyMemory<byte>>(content)
                : CardTalk.Denied<ReadOnlyMemory<byte>>("an answer with a wrong MAC: not this card's"));
}
