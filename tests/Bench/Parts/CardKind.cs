using System.Collections.Immutable;
using CloudBridge.Contract;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Cards;
using HardwareDrivers.Simulated;

namespace Tests.Bench;

/// <summary>Cards of one class, each with a key of its own, and who asks them for it.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Method">How they prove themselves; null: not at all.</param>
internal sealed record CardKind(string Name, CardMethod? Method)
{
    private const string Population = "guests";

    private static readonly ImmutableArray<byte> Application = [0xF5, 0x42, 0x30];

    private static readonly byte[] Master = Convert.FromHexString("00112233445566778899AABBCCDDEEFF");

    /// <summary>One of each class, and of each chip that can prove most.</summary>
    public static ImmutableArray<CardKind> All { get; } =
    [
        new("uid (NTAG 213)", null),
        new("counter (Ultralight EV1)", CardMethod.Password),
        new("aes (Ultralight AES)", CardMethod.UltralightAes),
        new("aes (NTAG 424 DNA)", CardMethod.Ntag424),
        new("aes (DESFire EV2)", CardMethod.DesfireEv2),
    ];

    /// <summary>The class that they are to prove.</summary>
    public CardClass Class => Method switch
    {
        null => CardClass.Uid,
        CardMethod.Password or CardMethod.Sun => CardClass.Counter,
        _ => CardClass.Aes,
    };

    /// <summary>What a terminal makes of their proof.</summary>
    public IReadOnlyDictionary<string, CardClass> Classes =>
        new Dictionary<string, CardClass> { [Population] = Class };

    private CardPopulation Cards => new(Population, Method!.Value, [1]) { DesfireApplication = Application };

    /// <summary>Asks them for proof; null when they have none.</summary>
    public ICardProver? Prover() => Method is null ? null : new CardProver([Cards], Keys());

    /// <summary>One of them.</summary>
    /// <param name="uid">Seven bytes.</param>
    public EmulatedCard Make(byte[] uid)
    {
        if (Method is not { } method)
            return EmulatedCard.WithUid(uid);
        using var ring = Keys();
        using var key = Cards.KeyOf(ring, CardKeyUse.Proof, 1, uid)!;
        switch (method)
        {
            case CardMethod.Password:
                var ultralight = new UltralightCard(UltralightModel.Ultralight11, uid);
                ultralight.Protect(key.Bytes[..4], key.Bytes[4..6], firstPage: 4, reading: true, mostFailures: 0);
                return ultralight;
            case CardMethod.UltralightAes:
                var wristband = new UltralightAesCard(uid);
                wristband.LoadKey(0, key.Bytes);
                wristband.Protect(firstPage: 2, reading: false, secureMessages: true, mostFailures: 0);
                return wristband;
            case CardMethod.Ntag424:
                var tag = new Ntag424Card(uid);
                tag.LoadKey(0, key.Bytes, version: 1);
                return tag;
            default:
                var desfire = new DesfireCard(DesfireModel.Ev2, uid);
                desfire.LoadApplication(Application.AsSpan(), 1);
                desfire.LoadKey(Application.AsSpan(), 0, key.Bytes);
                return desfire;
        }
    }

    private static CardKeyRing Keys() =>
        new([new(new CardKeyName(Population, CardKeyUse.Proof, 1), new CardKey(Master))]);
}
