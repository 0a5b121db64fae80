using System.Security.Cryptography;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Simulated;

/// <summary>
/// DESFire EV1 to EV3 with AES keys: applications, AuthenticateAES, from EV2 on AuthenticateEV2First and NonFirst,
/// GetVersion, GetCardUID, GetKeyVersion, GetApplicationIDs, random UID. Not modelled: files, DES keys, making and
/// deleting applications, the messages of an EV1 session (each of its commands but another authentication ends it).
/// </summary>
public sealed class DesfireCard : Ev2Card
{
    private const int Keys = 14;
    private const int NameLength = 3;

    private static readonly byte[] CardLevel = [0, 0, 0];

    private readonly DesfireModel model;
    private readonly Dictionary<string, Application> applications = [];
    private Application selected;

    /// <summary>As it leaves the factory, but with an AES key of zeros in place of the DES key.</summary>
    /// <param name="model">Which generation.</param>
    /// <param name="uid">7 bytes.</param>
    /// <param name="chance">Where its random bytes come from; null: the system's random numbers.</param>
    public DesfireCard(DesfireModel model, ReadOnlyMemory<byte> uid, Func<int, byte[]>? chance = null)
        : base(new CardIdentity(uid, 0x0344, 0x20), Convert.FromHexString("7577810280"), chance)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(uid.Length, 7);
        this.model = model;
        selected = Add(CardLevel, 1);
    }

    private protected override bool KnowsEv2 => model.KnowsEv2;

    /// <summary>Makes an application with keys of zeros.</summary>
    /// <param name="name">AID: three bytes as sent, least first.</param>
    /// <param name="keys">1 to 14.</param>
    public void LoadApplication(ReadOnlySpan<byte> name, int keys)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(name.Length, NameLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(keys, Keys);
        Add(name, keys);
    }

    /// <summary>Writes a key as the one who hands the cards out would.</summary>
    /// <param name="name">AID; three zeros: the card's own.</param>
    /// <param name="number">0 to 13.</param>
    /// <param name="key">16 bytes.</param>
    /// <param name="version">Its version.</param>
    public void LoadKey(ReadOnlySpan<byte> name, int number, ReadOnlySpan<byte> key, byte version = 0)
    {
        var application = applications[Convert.ToHexString(name)];
        key.CopyTo(application.Keys[number]);
        application.Versions[number] = version;
    }

    /// <inheritdoc/>
    protected override void Open()
    {
        base.Open();
        selected = applications[Convert.ToHexString(CardLevel)];
    }

    private protected override byte[]? FindKey(int number) =>
        number < selected.Keys.Length ? selected.Keys[number] : null;

    // By name of the card's own level only, as readers ask to see whether wrapped commands are understood.
    private protected override CardAnswer AnswerIso(Apdu apdu) => CardAnswer.Says(0x6A, 0x82);

    private protected override NativeAnswer Obey(byte instruction, ReadOnlyMemory<byte> data) => instruction switch
    {
        0x5A => SelectApplication(data.Span),
        0x60 => TellVersion(instruction, data, model.Hardware, model.Software),
        0x6A => Protected(instruction, data, 0, Protection.Mac, _ => GetApplicationNames()),
        0x64 => Protected(instruction, data, 1, Protection.Mac, GetKeyVersion),
        0x51 => Protected(instruction, data, 0, Protection.Full, _ => Session is null
            ? NativeAnswer.Refused(NativeStatus.AuthenticationError) : NativeAnswer.Done(Uid.Span)),
        0xAA => data.Span is [< Keys and var number]
            ? Begin(number, (key, rndB, answer) => FinishAes(key, rndB, answer.Span))
            : Lose(NativeStatus.WrongLength),
        _ => Lose(NativeStatus.IllegalCommand),
    };

    // In EV1 each message begins with the last block of the one before it.
    private NativeAnswer FinishAes(byte[] key, byte[] rndB, ReadOnlySpan<byte> cryptogram)
    {
        if (cryptogram.Length != 2 * TwinCipher.Block)
            return Lose(NativeStatus.WrongLength);
        var both = TwinCipher.Decrypt(key, cryptogram, TwinCipher.Encrypt(key, rndB));
        if (!CryptographicOperations.FixedTimeEquals(both.AsSpan(TwinCipher.Block), TwinCipher.Turn(rndB)))
            return Fail();
        Succeed();
        var answer = TwinCipher.Encrypt(
            key, TwinCipher.Turn(both.AsSpan(0, TwinCipher.Block)), cryptogram[TwinCipher.Block..].ToArray());
        return NativeAnswer.Done(answer) with { After = CardTimes.Cipher };
    }

    private NativeAnswer SelectApplication(ReadOnlySpan<byte> name)
    {
        Session = null;
        if (name.Length != NameLength)
            return NativeAnswer.Refused(NativeStatus.WrongLength);
        if (!applications.TryGetValue(Convert.ToHexString(name), out var found))
            return NativeAnswer.Refused(NativeStatus.NoSuchApplication);
        selected = found;
        return NativeAnswer.Done();
    }

    private NativeAnswer GetApplicationNames() => NativeAnswer.Done(
    [
        .. applications.Keys.Select(Convert.FromHexString)
            .Where(name => !name.SequenceEqual(CardLevel)).SelectMany(name => name),
    ]);

    private NativeAnswer GetKeyVersion(ReadOnlyMemory<byte> content) =>
        content.Length == 1 && content.Span[0] < selected.Versions.Length
            ? NativeAnswer.Done(selected.Versions[content.Span[0]])
            : NativeAnswer.Refused(NativeStatus.NoSuchKey);

    private Application Add(ReadOnlySpan<byte> name, int keys) =>
        applications[Convert.ToHexString(name)] = new Application(keys);

    private sealed class Application(int keys)
    {
        public byte[][] Keys { get; } = [.. Enumerable.Range(0, keys).Select(_ => new byte[TwinCipher.Block])];

        public byte[] Versions { get; } = new byte[keys];
    }
}
