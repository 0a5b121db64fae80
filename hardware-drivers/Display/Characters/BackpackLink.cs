using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Display;

/// <summary>An HD44780 behind a PCF8574, by four bits at a time, by our own bytes.</summary>
internal sealed class BackpackLink(Func<II2cDevice> open, BackpackPins pins, int columns, TimeProvider time)
    : ICharacterLink
{
    // Instructions (HD44780U data sheet, table 6).
    private const byte Clear = 0x01;
    private const byte EntryFromLeft = 0x06;
    private const byte DisplayOff = 0x08;
    private const byte DisplayOn = 0x0C;
    private const byte FourBitsTwoLines = 0x28;
    private const byte GeneratorAddress = 0x40;
    private const byte TextAddress = 0x80;

    // The third and fourth lines of four are the rest of the first and second (HD44780U, figure 9 and on).
    private const byte SecondLine = 0x40;

    // Initialisation by instruction (HD44780U, figure 24), each wait longer than asked for.
    private static readonly TimeSpan AfterPowerOn = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan AfterFirst = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan AfterSecond = TimeSpan.FromMilliseconds(1);

    // 1.52 ms at the nominal clock; slow modules take longer.
    private static readonly TimeSpan AfterClear = TimeSpan.FromMilliseconds(3);

    private readonly I2cTalk talk = new(open);

    public string Name => "HD44780's PCF8574";

    // Whatever state it is in, also in the middle of eight bits.
    public void SetUp(CancellationToken cancellation)
    {
        Pause.For(AfterPowerOn, time, cancellation);
        talk.Write(pins.Strobe(0x3, isData: false), cancellation);
        Pause.For(AfterFirst, time, cancellation);
        talk.Write(pins.Strobe(0x3, isData: false), cancellation);
        Pause.For(AfterSecond, time, cancellation);
        talk.Write(pins.Strobe(0x3, isData: false), cancellation);
        Pause.For(AfterSecond, time, cancellation);
        talk.Write(pins.Strobe(0x2, isData: false), cancellation);
        Pause.For(AfterSecond, time, cancellation);
        Send([FourBitsTwoLines, DisplayOff, EntryFromLeft, Clear], isData: false, cancellation);
        Pause.For(AfterClear, time, cancellation);
    }

    public bool IsStillSetUp(CancellationToken cancellation) => talk.Read(cancellation) is { } port
        ? pins.AreAtRest(port)
        : throw new NotAcknowledgedException();

    public void Draw(int slot, ReadOnlySpan<byte> dots, CancellationToken cancellation)
    {
        Send([(byte)(GeneratorAddress | slot * CharacterRom.GlyphRows)], isData: false, cancellation);
        Send(dots, isData: true, cancellation);
    }

    public void Write(int row, int column, ReadOnlySpan<byte> codes, CancellationToken cancellation)
    {
        var address = (row % 2 == 0 ? 0 : SecondLine) + (row < 2 ? 0 : columns) + column;
        Send([(byte)(TextAddress | address)], isData: false, cancellation);
        Send(codes, isData: true, cancellation);
    }

    public void SwitchOn(CancellationToken cancellation) => Send([DisplayOn], isData: false, cancellation);

    public void Close() => talk.Close();

    /// <summary>
    /// Two strobes a byte. No waits between bytes: even at 400 kHz, four times what a PCF8574 is made for (SCPS068),
    /// the three that latch the next half take 67 µs, and the HD44780 is done in 41.
    /// </summary>
    private void Send(ReadOnlySpan<byte> bytes, bool isData, CancellationToken cancellation)
    {
        var strobes = new List<byte>();
        foreach (var value in bytes)
        {
            strobes.AddRange(pins.Strobe(value >> 4, isData));
            strobes.AddRange(pins.Strobe(value & 0x0F, isData));
        }
        foreach (var transfer in strobes.Chunk(talk.LongestTransfer))
            talk.Write(transfer, cancellation);
    }
}
