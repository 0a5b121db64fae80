using System.Security.Cryptography;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Simulated;

/// <summary>
/// MIFARE Ultralight EV1 and NTAG213/215/216: memory, password with its limit of tries, counters, signature (their data
/// sheets, chapter 10). Not modelled: dynamic lock bits, ASCII mirrors, virtual card selection.
/// </summary>
public sealed class UltralightCard : EmulatedCard
{
    /// <summary>Counters of an Ultralight EV1.</summary>
    public const int Counters = 3;

    private const byte NoArgument = 0x00;
    private const byte NoMore = 0x04;
    private const int ReadLength = 16;
    private const int SignatureLength = 32;
    private const int LargestCount = 0xFFFFFF;
    private const byte ReadingCounter = 2;
    private const byte NothingTorn = 0xBD;

    private readonly UltralightModel model;
    private readonly PageMemory memory;
    private readonly int[] counters = new int[Counters];
    private int failures;
    private bool authenticated;
    private bool counted;

    /// <summary>As it leaves the factory.</summary>
    /// <param name="model">Which.</param>
    /// <param name="uid">7 bytes.</param>
    public UltralightCard(UltralightModel model, ReadOnlyMemory<byte> uid)
        : base(new CardIdentity(uid, 0x0044, 0x00), ReadOnlyMemory<byte>.Empty)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(uid.Length, 7);
        this.model = model;
        memory = new PageMemory(model.Pages, uid.Span);
        foreach (var (page, content) in model.Factory)
            Convert.FromHexString(content).CopyTo(memory[page]);
    }

    /// <summary>Every page, password included.</summary>
    public ReadOnlySpan<byte> Memory => memory.All;

    /// <summary>
    /// What READ_SIG says: 32 bytes. NXP alone can sign a UID, so no emulated card has a good signature unless it is a
    /// copy of a real one.
    /// </summary>
    public ReadOnlyMemory<byte> Signature { get; init; } = new byte[SignatureLength];

    /// <summary>Wrong passwords since the last right one.</summary>
    public int Failures => failures;

    private Span<byte> Configuration => memory[model.ConfigurationPage];

    private Span<byte> Access => memory[model.ConfigurationPage + 1];

    private int FirstProtectedPage => Configuration[3];

    private bool ReadingIsProtected => (Access[0] & 0x80) != 0;

    private int MostFailures => Access[0] & 0x07;

    /// <summary>Writes a page as the one who hands the cards out would: no lock, no password is asked for.</summary>
    /// <param name="page">Where.</param>
    /// <param name="content">Four bytes.</param>
    public void Load(int page, ReadOnlySpan<byte> content) => content.CopyTo(memory[page]);

    /// <summary>Password, its answer, and what it protects: everything from a page on.</summary>
    /// <param name="password">Four bytes.</param>
    /// <param name="acknowledge">Two bytes: PACK.</param>
    /// <param name="firstPage">AUTH0.</param>
    /// <param name="reading">PROT: reading, too.</param>
    /// <param name="mostFailures">AUTHLIM: 0 for no limit.</param>
    public void Protect(
        ReadOnlySpan<byte> password, ReadOnlySpan<byte> acknowledge, byte firstPage, bool reading, byte mostFailures)
    {
        password.CopyTo(memory[model.PasswordPage]);
        acknowledge.CopyTo(memory[model.PasswordPage + 1]);
        Configuration[3] = firstPage;
        Access[0] = (byte)((Access[0] & 0x78) | (reading ? 0x80 : 0) | (mostFailures & 0x07));
    }

    /// <summary>NFC_CNT_EN: an NTAG counts the first reading after each time it has got power.</summary>
    public void CountReadings() => Access[0] |= 0x10;

    /// <summary>What a counter stands at.</summary>
    /// <param name="index">0 to 2; of an NTAG 2.</param>
    public int Counter(int index) => counters[index];

    /// <summary>Sets a counter, as no real card does.</summary>
    public void SetCounter(int index, int value) => counters[index] = value;

    /// <inheritdoc/>
    protected override void Start() => counted = false;

    /// <inheritdoc/>
    protected override void Open() => authenticated = false;

    /// <inheritdoc/>
    protected override CardAnswer Answer(ReadOnlySpan<byte> command) => command switch
    {
        [0x60] => CardAnswer.Says(Convert.FromHexString(model.Version)),
        [0x30, var page] => Read(page),
        [0x3A, var first, var last] => FastRead(first, last),
        [0xA2, var page, _, _, _, _] => Write(page, command[2..]),
        [0x1B, _, _, _, _] => Authenticate(command[1..]),
        [0x39, var counter] => ReadCounter(counter),
        [0xA5, var counter, var low, var middle, var high, _] when !model.IsNtag =>
            Increment(counter, low | (middle << 8) | (high << 16)),
        [0x3E, <= 2] when !model.IsNtag => CardAnswer.Says(NothingTorn),
        [0x3C, 0x00] => CardAnswer.Says(Signature.Span),
        _ => CardAnswer.No(NoArgument),
    };

    private bool MayRead(int page) =>
        page < model.Pages && (authenticated || !ReadingIsProtected || page < FirstProtectedPage);

    // READ goes round at the end of the memory, or of what may be read.
    private CardAnswer Read(int page)
    {
        if (!MayRead(page))
            return CardAnswer.No(NoArgument);
        Count();
        var end = Enumerable.Range(0, model.Pages).Count(MayRead);
        var answer = new byte[ReadLength];
        for (var index = 0; index < ReadLength / PageMemory.PageLength; index++)
            Shown((page + index) % end).CopyTo(answer, index * PageMemory.PageLength);
        return CardAnswer.Says(answer);
    }

    private CardAnswer FastRead(int first, int last)
    {
        if (last < first || !MayRead(first) || !MayRead(last))
            return CardAnswer.No(NoArgument);
        Count();
        return CardAnswer.Says([.. Enumerable.Range(first, last - first + 1).SelectMany(Shown)]);
    }

    // Password and PACK are never shown.
    private byte[] Shown(int page) =>
        page >= model.PasswordPage ? new byte[PageMemory.PageLength] : memory[page].ToArray();

    private CardAnswer Write(int page, ReadOnlySpan<byte> data) =>
        (authenticated || page < FirstProtectedPage) && memory.Write(page, data)
            ? CardAnswer.Yes with { After = CardTimes.Write }
            : CardAnswer.No(NoArgument);

    private CardAnswer Authenticate(ReadOnlySpan<byte> password)
    {
        authenticated = false;
        if (MostFailures != 0 && failures >= MostFailures)
            return CardAnswer.No(NoMore);
        if (!CryptographicOperations.FixedTimeEquals(password, memory[model.PasswordPage]))
        {
            failures++;
            return CardAnswer.No(NoArgument) with { After = CardTimes.Write };
        }
        (authenticated, failures) = (true, 0);
        return CardAnswer.Says(memory[model.PasswordPage + 1][..2]) with { After = CardTimes.Command };
    }

    // Bit 4 of ACCESS has an NTAG count, bit 3 shows the counter behind the password only.
    private CardAnswer ReadCounter(int counter)
    {
        var hidden = model.IsNtag
            && (counter != ReadingCounter || (Access[0] & 0x10) == 0 || ((Access[0] & 0x08) != 0 && !authenticated));
        if (hidden || counter >= counters.Length)
            return CardAnswer.No(NoArgument);
        var value = counters[counter];
        return CardAnswer.Says((byte)(value & 0xFF), (byte)((value >> 8) & 0xFF), (byte)(value >> 16));
    }

    private CardAnswer Increment(int counter, int step)
    {
        if (counter >= counters.Length)
            return CardAnswer.No(NoArgument);
        if (step > LargestCount - counters[counter])
            return CardAnswer.No(NoMore);
        counters[counter] += step;
        return CardAnswer.Yes with { After = CardTimes.Write };
    }

    private void Count()
    {
        if (!model.IsNtag || (Access[0] & 0x10) == 0 || counted || counters[ReadingCounter] == LargestCount)
            return;
        counted = true;
        counters[ReadingCounter]++;
    }
}
