using System.Buffers.Binary;
using System.Text;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Simulated;

/// <summary>
/// NTAG 424 DNA: three files, five AES keys, EV2 sessions in plain, MAC and full mode, Secure Dynamic Messaging
/// computed anew for each reading (NTAG 424 DNA data sheet; AN12196). Not modelled: LRP, tag tamper, the delay after
/// fifty wrong keys, configuration but for the random UID.
/// </summary>
public sealed class Ntag424Card : Ev2Card
{
    /// <summary>It has so many.</summary>
    public const int Keys = 5;

    private const int MasterKey = 0;
    private const int MostCount = 0xFFFFFF;

    private static readonly byte[] ApplicationName = Convert.FromHexString("D2760000850101");

    private readonly byte[][] keys = [.. Enumerable.Range(0, Keys).Select(_ => new byte[TwinCipher.Block])];
    private readonly byte[] versions = new byte[Keys];
    private readonly Ntag424File[] files =
    [
        new(0x03, 32, Protection.Plain, (0x00, 0xE0)),
        new(0x04, 256, Protection.Plain, (0xE0, 0xEE)),
        new(0x05, 128, Protection.Full, (0x30, 0x23)),
    ];

    private bool inApplication;
    private Ntag424File? selected;
    private byte[]? reading;

    /// <summary>As it leaves the factory: all keys zero, an empty NDEF file that everybody may write.</summary>
    /// <param name="uid">7 bytes.</param>
    /// <param name="chance">Where its random bytes come from; null: the system's random numbers.</param>
    public Ntag424Card(ReadOnlyMemory<byte> uid, Func<int, byte[]>? chance = null)
        : base(new CardIdentity(uid, 0x0344, 0x20), Convert.FromHexString("7777710280"), chance)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(uid.Length, 7);
        Convert.FromHexString("001720010000FF0406E104010000000506E10500808283").CopyTo(files[0].Content, 0);
    }

    /// <summary>SDMReadCtr of the NDEF file.</summary>
    public int Readings
    {
        get => files[1].Readings;
        set => files[1].Readings = value;
    }

    /// <summary>
    /// What Read_Sig says: 56 bytes, which NXP alone can make. None: the command is not known, so that a twin is not
    /// taken for a forgery.
    /// </summary>
    public ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>What stands in the NDEF file, without mirrors.</summary>
    public ReadOnlySpan<byte> Ndef => files[1].Content;

    /// <summary>Writes a key as the one who hands the cards out would.</summary>
    /// <param name="number">0 to 4.</param>
    /// <param name="key">16 bytes.</param>
    /// <param name="version">Its version.</param>
    public void LoadKey(int number, ReadOnlySpan<byte> key, byte version = 0)
    {
        key.CopyTo(keys[number]);
        versions[number] = version;
    }

    /// <summary>Writes the NDEF file and its settings as the one who hands the cards out would.</summary>
    /// <param name="content">With the two length bytes in front.</param>
    /// <param name="settings">As in ChangeFileSettings: option, access rights, SDM.</param>
    public void LoadNdef(ReadOnlySpan<byte> content, ReadOnlySpan<byte> settings)
    {
        content.CopyTo(files[1].Content);
        if (!files[1].Change(settings))
            throw new ArgumentException("These are no file settings.", nameof(settings));
    }

    /// <summary>
    /// Has the NDEF file be an address with UID, counter and MAC, written anew at each reading:
    /// <c>https://e.x/?uid=…&amp;ctr=…&amp;cmac=…</c>. The MAC is over nothing but what is in its key.
    /// </summary>
    /// <param name="key">The key that makes the MAC.</param>
    public void MirrorPlainly(int key)
    {
        const string Address = "e.x/?uid=00000000000000&ctr=000000&cmac=0000000000000000";
        const byte ShortUri = 0xD1;
        const byte Https = 0x04;
        var address = Encoding.ASCII.GetBytes(Address);
        byte[] record = [ShortUri, 0x01, (byte)(address.Length + 1), (byte)'U', Https, .. address];
        // SDM on; UID and counter in the clear; where UID, counter, the MAC's input and the MAC stand.
        LoadNdef(
            [0x00, (byte)record.Length, .. record],
            [0x40, 0xE0, 0xEE, 0xC1, 0xFE, (byte)(0xE0 | key), 0x10, 0, 0, 0x23, 0, 0, 0x2F, 0, 0, 0x2F, 0, 0]);
    }

    /// <summary>Whether a key is this one: for tests of who writes keys.</summary>
    public bool HasKey(int number, ReadOnlySpan<byte> key) => keys[number].AsSpan().SequenceEqual(key);

    /// <inheritdoc/>
    protected override void Open()
    {
        base.Open();
        (inApplication, selected, reading) = (false, null, null);
    }

    private protected override byte[]? FindKey(int number) => inApplication && number < Keys ? keys[number] : null;

    private protected override CardAnswer AnswerIso(Apdu apdu)
    {
        if (apdu is not { Instruction: 0xB0 })
            reading = null;
        return apdu switch
        {
            { Instruction: 0xA4, P1: 0x04 } => SelectByName(apdu.Data.Span),
            { Instruction: 0xA4, P1: 0x00 or 0x02 } => SelectById(apdu.Data.Span),
            { Instruction: 0xB0 } => ReadBinary(apdu),
            { Instruction: 0xD6 } => UpdateBinary(apdu),
            _ => CardAnswer.Says(0x6D, 0x00),
        };
    }

    private protected override NativeAnswer Obey(byte instruction, ReadOnlyMemory<byte> data) => instruction switch
    {
        0x60 => TellVersion(instruction, data, "04040230001105", "04040201021105"),
        0x3C when data.Span is [0x00] && !Signature.IsEmpty && Session is null =>
            new NativeAnswer(NativeStatus.Signature, Signature),
        _ when !inApplication => Lose(NativeStatus.PermissionDenied),
        0x51 => Protected(instruction, data, 0, Protection.Full, _ => Session is null
            ? NativeAnswer.Refused(NativeStatus.AuthenticationError) : NativeAnswer.Done(Uid.Span)),
        0x64 => Protected(instruction, data, 1, Protection.Mac, GetKeyVersion),
        0xF5 => Protected(instruction, data, 1, Protection.Mac, content => WithFile(content, file =>
            NativeAnswer.Done(file.Describe()))),
        0xF6 => Protected(instruction, data, 1, Protection.Full, content => WithFile(content, DescribeCounter)),
        0x5F => Protected(instruction, data, 1, Protection.Full, ChangeFileSettings),
        0xC4 => Protected(instruction, data, 1, Protection.Full, ChangeKey),
        0x5C => Protected(instruction, data, 1, Protection.Full, SetConfiguration),
        0xAD => ReadData(instruction, data),
        0x8D => WriteData(instruction, data),
        _ => Lose(NativeStatus.IllegalCommand),
    };

    private NativeAnswer GetKeyVersion(ReadOnlyMemory<byte> content) => content.Span is [< Keys and var number]
        ? NativeAnswer.Done(versions[number])
        : NativeAnswer.Refused(NativeStatus.NoSuchKey);

    // The counter, and two bytes for later use.
    private static NativeAnswer DescribeCounter(Ntag424File file) => NativeAnswer.Done(
        (byte)(file.Readings & 0xFF), (byte)((file.Readings >> 8) & 0xFF), (byte)(file.Readings >> 16), 0, 0);

    private NativeAnswer WithFile(ReadOnlyMemory<byte> content, Func<Ntag424File, NativeAnswer> act) =>
        content.Length == 1 && FileOf(content.Span[0]) is { } file
            ? act(file)
            : NativeAnswer.Refused(NativeStatus.NoSuchFile);

    private NativeAnswer ChangeFileSettings(ReadOnlyMemory<byte> content)
    {
        if (content.IsEmpty || FileOf(content.Span[0]) is not { } file)
            return NativeAnswer.Refused(NativeStatus.NoSuchFile);
        if (Session is not { } session || session.Key != file.ChangeKey)
            return NativeAnswer.Refused(NativeStatus.PermissionDenied);
        return file.Change(content.Span[1..])
            ? NativeAnswer.Done() with { After = CardTimes.Write }
            : NativeAnswer.Refused(NativeStatus.ParameterError);
    }

    // Number, then the new key and its version; for another key than the authenticated one the new key is mixed with
    // the old one and followed by its checksum (10.6.1).
    private NativeAnswer ChangeKey(ReadOnlyMemory<byte> content)
    {
        const int Plain = 1 + TwinCipher.Block + 1;
        if (Session is not { Key: MasterKey })
            return NativeAnswer.Refused(NativeStatus.AuthenticationError);
        var bytes = content.Span;
        if (bytes.IsEmpty || bytes[0] >= Keys)
            return NativeAnswer.Refused(NativeStatus.NoSuchKey);
        var number = bytes[0];
        if (bytes.Length != (number == MasterKey ? Plain : Plain + 4))
            return NativeAnswer.Refused(NativeStatus.WrongLength);
        var key = bytes.Slice(1, TwinCipher.Block).ToArray();
        if (number != MasterKey)
        {
            for (var index = 0; index < key.Length; index++)
                key[index] ^= keys[number][index];
            if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[Plain..]) != TwinCipher.Crc32(key))
                return NativeAnswer.Refused(NativeStatus.IntegrityError);
        }
        LoadKey(number, key, bytes[Plain - 1]);
        // The session's own key is gone, and so is the session.
        if (number == MasterKey)
            Session = null;
        return NativeAnswer.Done() with { After = CardTimes.Write };
    }

    // Option 00, bit 1: a random UID.
    private NativeAnswer SetConfiguration(ReadOnlyMemory<byte> content)
    {
        if (Session is not { Key: MasterKey })
            return NativeAnswer.Refused(NativeStatus.AuthenticationError);
        if (content.Span is not [0x00, var options])
            return NativeAnswer.Refused(NativeStatus.ParameterError);
        RandomUid |= (options & 0x02) != 0;
        return NativeAnswer.Done() with { After = CardTimes.Write };
    }

    // File, offset, length, each of the latter three bytes; length 0: to the end.
    private NativeAnswer ReadData(byte instruction, ReadOnlyMemory<byte> data)
    {
        if (data.Length < 7 || FileOf(data.Span[0]) is not { } file)
            return Lose(NativeStatus.NoSuchFile);
        if (file.Reading(Session?.Key) is not { } protection)
            return Lose(NativeStatus.PermissionDenied);
        return Protected(instruction, data, 7, protection, content =>
        {
            var (offset, length) = (Three(content.Span[1..]), Three(content.Span[4..]));
            length = length == 0 ? file.Content.Length - offset : length;
            return length > 0 && offset + length <= file.Content.Length
                ? NativeAnswer.Done(Shown(file).AsSpan(offset, length))
                : NativeAnswer.Refused(NativeStatus.OutOfBounds);
        });
    }

    private NativeAnswer WriteData(byte instruction, ReadOnlyMemory<byte> data)
    {
        if (data.Length < 7 || FileOf(data.Span[0]) is not { } file)
            return Lose(NativeStatus.NoSuchFile);
        if (file.Writing(Session?.Key) is not { } protection)
            return Lose(NativeStatus.PermissionDenied);
        return Protected(instruction, data, 7, protection, content =>
        {
            var (offset, length) = (Three(content.Span[1..]), Three(content.Span[4..]));
            if (length == 0 || offset + length > file.Content.Length || content.Length != 7 + length)
                return NativeAnswer.Refused(NativeStatus.OutOfBounds);
            content[7..].Span.CopyTo(file.Content.AsSpan(offset));
            return NativeAnswer.Done() with { After = CardTimes.Write };
        });
    }

    private CardAnswer SelectByName(ReadOnlySpan<byte> name)
    {
        if (!name.SequenceEqual(ApplicationName))
            return CardAnswer.Says(0x6A, 0x82);
        (inApplication, selected, Session) = (true, null, null);
        return Good();
    }

    private CardAnswer SelectById(ReadOnlySpan<byte> id)
    {
        if (id is [0xE1, 0x10])
            return SelectByName(ApplicationName);
        if (!inApplication || id is not [0xE1, var last] || Array.Find(files, file => file.Id == last) is not { } file)
            return CardAnswer.Says(0x6A, 0x82);
        selected = file;
        return Good();
    }

    private CardAnswer ReadBinary(Apdu apdu)
    {
        if (selected is not { } file || apdu.Expected is not { } expected)
            return CardAnswer.Says(0x69, 0x86);
        if (file.Reading(Session?.Key) is not Protection.Plain)
            return CardAnswer.Says(0x69, 0x82);
        var offset = (apdu.P1 << 8) | apdu.P2;
        if (offset >= file.Content.Length)
            return CardAnswer.Says(0x6B, 0x00);
        var part = Shown(file)[offset..Math.Min(offset + expected, file.Content.Length)];
        return CardAnswer.Says([.. part, 0x90, 0x00]) with
        {
            After = file.Sdm is null ? CardTimes.Command : 2 * CardTimes.Cipher,
        };
    }

    private CardAnswer UpdateBinary(Apdu apdu)
    {
        var offset = (apdu.P1 << 8) | apdu.P2;
        if (selected is not { } file)
            return CardAnswer.Says(0x69, 0x86);
        if (file.Writing(Session?.Key) is not Protection.Plain)
            return CardAnswer.Says(0x69, 0x82);
        if (offset + apdu.Data.Length > file.Content.Length)
            return CardAnswer.Says(0x6A, 0x84);
        apdu.Data.Span.CopyTo(file.Content.AsSpan(offset));
        return Good() with { After = CardTimes.Write };
    }

    // A reading that goes on is one reading: the counter moves at its beginning. In a session nothing is mirrored.
    private byte[] Shown(Ntag424File file)
    {
        if (file.Sdm is not { } settings || Session is not null)
            return file.Content;
        if (reading is not null)
            return reading;
        var limit = Math.Min(settings.CounterLimit ?? MostCount, MostCount);
        if (file.Readings >= limit)
            return file.Content;
        file.Readings++;
        return reading = SdmMirror.Write(
            settings, file.Content, Uid.Span, file.Readings, number => keys[number], Chance);
    }

    private static CardAnswer Good() => CardAnswer.Says(0x90, 0x00) with { After = CardTimes.Command };

    // Native commands number the files 1 to 3.
    private Ntag424File? FileOf(byte number) => number is >= 1 and <= 3 ? files[number - 1] : null;

    private static int Three(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
}
