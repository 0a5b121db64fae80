using System.Security.Cryptography;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Simulated;

/// <summary>
/// What NTAG 424 DNA and DESFire have in common: native commands wrapped into APDUs of class 90, authentication by
/// AuthenticateEV2First and NonFirst, the EV2 session, and a limit of failed authentications.
/// </summary>
public abstract class Ev2Card : EmulatedCard
{
    private const byte NativeClass = 0x90;
    private const byte Continue = 0xAF;
    private const byte First = 0x71;
    private const byte NonFirst = 0x77;
    private const int CapabilityLength = 6;
    private const int KeyNumber = 0x3F;

    private static readonly byte[] EncryptionLabel = [0xA5, 0x5A, 0x00, 0x01, 0x00, 0x80];
    private static readonly byte[] AuthenticationLabel = [0x5A, 0xA5, 0x00, 0x01, 0x00, 0x80];

    private readonly Func<int, byte[]> chance;
    private Func<ReadOnlyMemory<byte>, NativeAnswer>? next;
    private int failures;

    private protected Ev2Card(CardIdentity identity, ReadOnlyMemory<byte> answerToSelect, Func<int, byte[]>? chance)
        : base(identity, answerToSelect)
    {
        Uid = identity.Uid;
        this.chance = chance ?? RandomNumberGenerator.GetBytes;
    }

    /// <summary>The one UID that it has for life.</summary>
    public ReadOnlyMemory<byte> Uid { get; }

    /// <summary>It tells a new UID of four bytes each time it gets power, the first 08.</summary>
    public bool RandomUid { get; set; }

    /// <summary>So many failed authentications and it never takes a key again (TotFailCtr).</summary>
    public int MostFailures { get; init; } = 1000;

    /// <summary>The session, when it is authenticated.</summary>
    private protected Ev2Messages? Session { get; set; }

    /// <summary>Unpredictable bytes; given ones in tests.</summary>
    private protected byte[] Chance(int count) => chance(count);

    /// <inheritdoc/>
    protected override void Start()
    {
        if (RandomUid)
            ChangeIdentity(Identity with { Uid = (byte[])[0x08, .. Chance(3)] });
    }

    /// <inheritdoc/>
    protected override void Open()
    {
        Session = null;
        next = null;
    }

    /// <inheritdoc/>
    protected sealed override CardAnswer Answer(ReadOnlySpan<byte> command) =>
        Apdu.Parse(command.ToArray()) switch
        {
            null => CardAnswer.Says(0x67, 0x00),
            { Class: NativeClass, P1: 0, P2: 0 } native => AnswerNative(native.Instruction, native.Data).Wrapped(),
            { Class: 0x00 } iso => AnswerIso(iso),
            _ => CardAnswer.Says(0x6E, 0x00),
        };

    /// <summary>A command of ISO/IEC 7816-4.</summary>
    private protected abstract CardAnswer AnswerIso(Apdu apdu);

    /// <summary>A native command; <see cref="Protected"/> opens and closes what is protected.</summary>
    private protected abstract NativeAnswer Obey(byte instruction, ReadOnlyMemory<byte> data);

    /// <summary>The key of a number in what is selected; null when there is none.</summary>
    private protected abstract byte[]? FindKey(int number);

    /// <summary>It knows AuthenticateEV2First.</summary>
    private protected virtual bool KnowsEv2 => true;

    /// <summary>It can be asked more in another frame.</summary>
    private protected NativeAnswer AskFor(NativeAnswer now, Func<ReadOnlyMemory<byte>, NativeAnswer> then)
    {
        next = then;
        return now;
    }

    /// <summary>Opens a command, does it, closes its answer.</summary>
    /// <param name="instruction">Its code.</param>
    /// <param name="data">What followed.</param>
    /// <param name="head">So many bytes in front are never encrypted.</param>
    /// <param name="protection">In a session; without one the command is plain.</param>
    /// <param name="act">Does it.</param>
    private protected NativeAnswer Protected(
        byte instruction, ReadOnlyMemory<byte> data, int head, Protection protection,
        Func<ReadOnlyMemory<byte>, NativeAnswer> act)
    {
        if (Session is not { } session)
            return act(data);
        if (session.Open(instruction, data.Span, head, protection) is not { } content)
            return Lose(NativeStatus.IntegrityError);
        var answer = act(content);
        if (answer.Status is not (NativeStatus.Done or NativeStatus.MoreFrames))
            return Lose(answer.Status);
        // An act may have ended the session, by changing its key.
        if (Session is null)
            return answer;
        return answer with
        {
            Data = session.Close((byte)answer.Status, answer.Data.Span, protection),
            After = answer.After + (protection == Protection.Plain ? TimeSpan.Zero : CardTimes.Cipher),
        };
    }

    /// <summary>
    /// GetVersion: hardware, software, then UID, batch, week and year of making; each part but the first is asked for
    /// by AF. In a session the last one ends with the MAC over all three.
    /// </summary>
    private protected NativeAnswer TellVersion(
        byte instruction, ReadOnlyMemory<byte> data, ReadOnlySpan<char> hardware, ReadOnlySpan<char> software)
    {
        var (first, second) = (Convert.FromHexString(hardware), Convert.FromHexString(software));
        byte[] uid = RandomUid ? new byte[Uid.Length] : Uid.ToArray();
        byte[] making = [.. uid, 0xBA, 0x34, 0x12, 0x45, 0x80, 0x34, 0x20];
        return AskFor(NativeAnswer.More(first), _ => AskFor(NativeAnswer.More(second), _ =>
        {
            var whole = Protected(instruction, data, 0, Protection.Mac, _ =>
                NativeAnswer.Done([.. first, .. second, .. making]));
            return whole.Status == NativeStatus.Done
                ? whole with { Data = whole.Data[(first.Length + second.Length)..] }
                : whole;
        }));
    }

    /// <summary>An error ends the session.</summary>
    private protected NativeAnswer Lose(NativeStatus status)
    {
        Session = null;
        return NativeAnswer.Refused(status);
    }

    /// <summary>A key was not taken: counted, and the session is over.</summary>
    private protected NativeAnswer Fail()
    {
        failures++;
        return Lose(NativeStatus.AuthenticationError) with { After = CardTimes.Write };
    }

    /// <summary>May a key be tried at all? Then the first part of its authentication.</summary>
    private protected NativeAnswer Begin(int number, Func<byte[], byte[], ReadOnlyMemory<byte>, NativeAnswer> finish)
    {
        Session = null;
        if (failures >= MostFailures)
            return Lose(NativeStatus.AuthenticationError);
        if (FindKey(number) is not { } key)
            return Lose(NativeStatus.NoSuchKey);
        var rndB = Chance(TwinCipher.Block);
        return AskFor(
            NativeAnswer.More(TwinCipher.Encrypt(key, rndB)) with { After = CardTimes.Cipher },
            answer => finish(key, rndB, answer));
    }

    /// <summary>A key was taken.</summary>
    private protected void Succeed() => failures = Math.Max(0, failures - 10);

    private NativeAnswer AnswerNative(byte instruction, ReadOnlyMemory<byte> data)
    {
        var awaited = next;
        next = null;
        if (awaited is not null && instruction == Continue)
            return awaited(data);
        return instruction switch
        {
            Continue => Lose(NativeStatus.IllegalCommand),
            First or NonFirst when !KnowsEv2 => Lose(NativeStatus.IllegalCommand),
            First => data.Span is [var key, <= CapabilityLength and var length, ..] && data.Length == 2 + length
                ? BeginEv2(key & KeyNumber, null)
                : Lose(NativeStatus.WrongLength),
            NonFirst => data.Span is [var key] && Session is { } session
                ? BeginEv2(key & KeyNumber, session)
                : Lose(NativeStatus.PermissionDenied),
            _ => Obey(instruction, data),
        };
    }

    private NativeAnswer BeginEv2(int number, Ev2Messages? within) =>
        Begin(number, (key, rndB, answer) => Finish(number, key, rndB, answer.Span, within));

    private NativeAnswer Finish(int number, byte[] key, byte[] rndB, ReadOnlySpan<byte> cryptogram, Ev2Messages? within)
    {
        if (cryptogram.Length != 2 * TwinCipher.Block)
            return Lose(NativeStatus.WrongLength);
        var both = TwinCipher.Decrypt(key, cryptogram);
        var rndA = both[..TwinCipher.Block];
        if (!CryptographicOperations.FixedTimeEquals(both.AsSpan(TwinCipher.Block), TwinCipher.Turn(rndB)))
            return Fail();
        Succeed();
        var encryption = TwinCipher.SessionKey(key, EncryptionLabel, rndA, rndB);
        var authentication = TwinCipher.SessionKey(key, AuthenticationLabel, rndA, rndB);
        Session = within?.With(number, encryption, authentication)
            ?? new Ev2Messages(number, Chance(4), encryption, authentication);
        byte[] proof = within is null
            ? [.. Session.Identifier, .. TwinCipher.Turn(rndA), .. new byte[2 * CapabilityLength]]
            : TwinCipher.Turn(rndA);
        return NativeAnswer.Done(TwinCipher.Encrypt(key, proof)) with { After = 2 * CardTimes.Cipher };
    }
}
