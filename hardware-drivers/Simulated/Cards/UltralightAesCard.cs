using System.Buffers.Binary;
using System.Security.Cryptography;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Simulated;

/// <summary>
/// MIFARE Ultralight AES, MF0AES20: 60 pages, three keys, mutual authentication, CMAC mode, a limit of failed
/// authentications (MF0AES(H)20 data sheet; AN13452). Keys stand in their pages with the last byte first, and are
/// never shown. Not modelled: random UID, dynamic lock bits, protection of the counters.
/// </summary>
public sealed class UltralightAesCard : EmulatedCard
{
    private const int Pages = 60;
    private const int ProtectionPage = 0x29;
    private const int AccessPage = 0x2A;
    private const int KeyLocksPage = 0x2D;
    private const int FirstKeyPage = 0x30;
    private const int PagesPerKey = 4;
    private const int Keys = 3;
    private const byte NoArgument = 0x00;
    private const byte NoMore = 0x04;
    private const byte GoesOn = 0xAF;
    private const int TagLength = 8;
    private const int ReadPages = 4;
    private const int SignatureLength = 48;
    private const int LargestCount = 0xFFFFFF;

    private readonly PageMemory memory;
    private readonly Func<byte[]> challenge;
    private readonly int[] counters = new int[3];
    private int failures;
    private (int Key, byte[] RndB)? halfway;
    private bool authenticated;
    private byte[]? session;
    private ushort messages;

    /// <summary>As it leaves the factory: all keys zero, nothing protected.</summary>
    /// <param name="uid">7 bytes.</param>
    /// <param name="challenge">Where RndB comes from: 16 bytes each time. Null: the system's random numbers.</param>
    public UltralightAesCard(ReadOnlyMemory<byte> uid, Func<byte[]>? challenge = null)
        : base(new CardIdentity(uid, 0x0044, 0x00), ReadOnlyMemory<byte>.Empty)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(uid.Length, 7);
        this.challenge = challenge ?? (() => RandomNumberGenerator.GetBytes(TwinCipher.Block));
        memory = new PageMemory(Pages, uid.Span);
        memory[ProtectionPage][3] = Pages;
    }

    /// <summary>Every page, keys included.</summary>
    public ReadOnlySpan<byte> Memory => memory.All;

    /// <summary>What READ_SIG says: 48 bytes.</summary>
    public ReadOnlyMemory<byte> Signature { get; init; } = new byte[SignatureLength];

    /// <summary>Failed authentications since the last good one.</summary>
    public int Failures => failures;

    private bool SecuresMessages => (memory[ProtectionPage][0] & 0x02) != 0;

    private int FirstProtectedPage => memory[ProtectionPage][3];

    private bool ReadingIsProtected => (memory[AccessPage][0] & 0x80) != 0;

    // AUTH_LIM has ten bits; 0 is no limit.
    private int MostFailures => memory[AccessPage][2] | ((memory[AccessPage][3] & 0x03) << 8);

    /// <summary>Writes a key as the one who hands the cards out would.</summary>
    /// <param name="number">0 data protection, 1 UID retrieval, 2 originality.</param>
    /// <param name="key">16 bytes.</param>
    public void LoadKey(int number, ReadOnlySpan<byte> key)
    {
        for (var index = 0; index < TwinCipher.Block; index++)
            memory[FirstKeyPage + PagesPerKey * number + index / PageMemory.PageLength][index % PageMemory.PageLength] =
                key[TwinCipher.Block - 1 - index];
    }

    /// <summary>What is protected, from a page on, and whether messages carry a CMAC.</summary>
    public void Protect(byte firstPage, bool reading, bool secureMessages, int mostFailures)
    {
        memory[ProtectionPage][0] = (byte)((memory[ProtectionPage][0] & 0xFD) | (secureMessages ? 0x02 : 0));
        memory[ProtectionPage][3] = firstPage;
        memory[AccessPage][0] = (byte)((memory[AccessPage][0] & 0x7F) | (reading ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16LittleEndian(memory[AccessPage][2..], (ushort)(mostFailures & 0x3FF));
    }

    /// <inheritdoc/>
    protected override void Open() => Forget();

    /// <inheritdoc/>
    protected override CardAnswer Answer(ReadOnlySpan<byte> command)
    {
        var begun = halfway;
        halfway = null;
        if (begun is { } first)
            return command.Length == 33 && command[0] == GoesOn
                ? Finish(first.Key, first.RndB, command[1..])
                : Drop(CardAnswer.No(NoArgument));
        if (command is [0x1A, < Keys and var key])
            return Begin(key);
        return session is { } secret ? AnswerSecurely(secret, command) : AnswerPlainly(command);
    }

    // A command without a good tag ends the session in silence, as real cards were seen to do.
    private CardAnswer AnswerSecurely(byte[] secret, ReadOnlySpan<byte> command)
    {
        if (command.Length <= TagLength)
            return Drop(CardAnswer.Nothing);
        var content = command[..^TagLength];
        if (!CryptographicOperations.FixedTimeEquals(Tag(secret, content), command[^TagLength..]))
            return Drop(CardAnswer.Nothing);
        var answer = AnswerPlainly(content);
        return answer switch
        {
            CardAnswer.Frame frame =>
                CardAnswer.Says([.. frame.Data.Span, .. Tag(secret, frame.Data.Span)]) with
                {
                    After = CardTimes.Cipher,
                },
            // In place of the four bits that say yes: the tag of nothing.
            CardAnswer.Bits { Value: CardAnswer.Bits.Acknowledge } yes =>
                CardAnswer.Says(Tag(secret, [])) with { After = yes.After + CardTimes.Cipher },
            _ => Drop(answer),
        };
    }

    private CardAnswer AnswerPlainly(ReadOnlySpan<byte> command) => command switch
    {
        [0x60] => CardAnswer.Says(Convert.FromHexString("0004030104000F03")),
        [0x30, var page] => Read(page),
        [0x3A, var first, var last] => FastRead(first, last),
        [0xA2, var page, _, _, _, _] => Write(page, command[2..]),
        [0x39, <= 2 and var counter] => ReadCounter(counter),
        [0xA5, <= 2 and var counter, var low, var middle, var high, _] =>
            Increment(counter, low | (middle << 8) | (high << 16)),
        [0x3C, 0x00] => CardAnswer.Says(Signature.Span),
        _ => Drop(CardAnswer.No(NoArgument)),
    };

    private CardAnswer Begin(int key)
    {
        Forget();
        if (MostFailures != 0 && failures >= MostFailures)
            return CardAnswer.No(NoMore);
        var rndB = challenge();
        halfway = (key, rndB);
        return CardAnswer.Says([GoesOn, .. TwinCipher.Encrypt(Key(key), rndB)]) with { After = CardTimes.Cipher };
    }

    private CardAnswer Finish(int number, byte[] rndB, ReadOnlySpan<byte> cryptogram)
    {
        var key = Key(number);
        var both = TwinCipher.Decrypt(key, cryptogram);
        var rndA = both[..TwinCipher.Block];
        if (!CryptographicOperations.FixedTimeEquals(both.AsSpan(TwinCipher.Block), TwinCipher.Turn(rndB)))
        {
            failures++;
            return CardAnswer.No(NoArgument) with { After = CardTimes.Write };
        }
        failures = 0;
        authenticated = number == 0;
        if (SecuresMessages)
            (session, messages) = (TwinCipher.SessionKey(key, [0x5A, 0xA5, 0x00, 0x01, 0x00, 0x80], rndA, rndB), 0);
        return CardAnswer.Says([0x00, .. TwinCipher.Encrypt(key, TwinCipher.Turn(rndA))]) with
        {
            After = CardTimes.Cipher,
        };
    }

    private byte[] Tag(byte[] secret, ReadOnlySpan<byte> message)
    {
        var number = messages;
        messages = (ushort)((messages + 1) & 0xFFFF);
        return TwinCipher.Tag(secret, [(byte)(number & 0xFF), (byte)(number >> 8), .. message]);
    }

    private CardAnswer Drop(CardAnswer answer)
    {
        Forget();
        return answer;
    }

    private void Forget() => (halfway, authenticated, session) = (null, false, null);

    private byte[] Key(int number)
    {
        var bytes = memory.All.Slice((FirstKeyPage + PagesPerKey * number) * PageMemory.PageLength, TwinCipher.Block);
        var key = bytes.ToArray();
        Array.Reverse(key);
        return key;
    }

    private bool MayRead(int page) =>
        page < Pages && (authenticated || !ReadingIsProtected || page < FirstProtectedPage);

    private CardAnswer Read(int page)
    {
        if (!MayRead(page))
            return CardAnswer.No(NoArgument);
        var end = Enumerable.Range(0, Pages).Count(MayRead);
        return CardAnswer.Says([.. Enumerable.Range(page, ReadPages).SelectMany(index => Shown(index % end))]);
    }

    private CardAnswer FastRead(int first, int last) => last >= first && MayRead(first) && MayRead(last)
        ? CardAnswer.Says([.. Enumerable.Range(first, last - first + 1).SelectMany(Shown)])
        : CardAnswer.No(NoArgument);

    private byte[] Shown(int page) =>
        page >= FirstKeyPage ? new byte[PageMemory.PageLength] : memory[page].ToArray();

    // LOCK_KEYS: bit 5 locks key 0, bit 6 key 1, bit 7 key 2, which the maker has locked.
    private CardAnswer Write(int page, ReadOnlySpan<byte> data)
    {
        var key = (page - FirstKeyPage) / PagesPerKey;
        var locked = page >= FirstKeyPage && (key == Keys - 1 || (memory[KeyLocksPage][0] & (0x20 << key)) != 0);
        var allowed = authenticated || page < FirstProtectedPage;
        return allowed && !locked && memory.Write(page, data)
            ? CardAnswer.Yes with { After = CardTimes.Write }
            : CardAnswer.No(NoArgument);
    }

    private CardAnswer ReadCounter(int counter)
    {
        var value = counters[counter];
        return CardAnswer.Says((byte)(value & 0xFF), (byte)((value >> 8) & 0xFF), (byte)(value >> 16));
    }

    private CardAnswer Increment(int counter, int step)
    {
        if (step > LargestCount - counters[counter])
            return CardAnswer.No(NoMore);
        counters[counter] += step;
        return CardAnswer.Yes with { After = CardTimes.Write };
    }
}
