using System.Collections.Immutable;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Display;

/// <summary>
/// A panel of characters with an HD44780 behind a PCF8574 on an I2C bus, by four bits at a time. Only cells that have
/// changed are sent. A panel whose plug was drawn and put back is found by its pins, and gets all anew. For one thread.
/// </summary>
public sealed class Hd44780Panel : ITextPanel, IForgetfulPanel, IDisposable
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

    private readonly I2cTalk talk;
    private readonly BackpackPins pins;
    private readonly TimeProvider time;
    private TextFrame? last;

    /// <summary>What the controller holds; null: not known, it has to be set up.</summary>
    private CharacterCodes? held;

    /// <param name="open">Opens the PCF8574 (0x20 to 0x27) or PCF8574A (0x38 to 0x3F); called again after the bus was
    /// lost.</param>
    /// <param name="pins">Its wiring.</param>
    /// <param name="columns">16 or 20.</param>
    /// <param name="rows">2 or 4.</param>
    /// <param name="time">For the waits while it is set up.</param>
    public Hd44780Panel(Func<II2cDevice> open, BackpackPins pins, int columns, int rows, TimeProvider time)
    {
        talk = new I2cTalk("HD44780's PCF8574", open);
        (this.pins, Columns, Rows, this.time) = (pins, columns, rows, time);
    }

    /// <inheritdoc/>
    public int Columns { get; }

    /// <inheritdoc/>
    public int Rows { get; }

    /// <inheritdoc/>
    public DeviceOutcome Show(TextFrame frame, CancellationToken cancellation)
    {
        if (frame.Columns != Columns || frame.Lines.Length != Rows)
            throw new ArgumentException($"A text of {Columns} × {Rows} characters is needed.", nameof(frame));
        last = frame;
        var before = held;
        // Whatever ends this talk early: what the controller holds then is not known.
        held = null;
        return talk.Try(() =>
        {
            if (before is not null && !IsStillSetUp(cancellation))
                before = null;
            var isNew = before is null;
            if (isNew)
                SetUp(cancellation);
            before ??= Blank();
            var wanted = CharacterCodes.Of(frame, before.Slots);
            Draw(before, wanted, cancellation);
            Write(before, wanted, cancellation);
            if (isNew)
                Send([DisplayOn], isData: false, cancellation);
            held = wanted;
        });
    }

    /// <inheritdoc/>
    public DeviceOutcome Refresh(CancellationToken cancellation) =>
        last is null ? DeviceOutcome.Done : Show(last, cancellation);

    /// <summary>Closes the device; the panel goes on showing.</summary>
    public void Dispose() => talk.Dispose();

    private CharacterCodes Blank()
    {
        var row = Enumerable.Repeat((byte)' ', Columns).ToImmutableArray();
        return new CharacterCodes([.. Enumerable.Repeat(row, Rows)], CharacterCodes.NoSlots);
    }

    private bool IsStillSetUp(CancellationToken cancellation) => talk.Read(cancellation) is { } port
        ? (port & pins.LowAtRest) == 0
        : throw new NotAcknowledgedException();

    /// <summary>Whatever state it is in, also in the middle of eight bits: it ends cleared and off.</summary>
    private void SetUp(CancellationToken cancellation)
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

    private void Draw(CharacterCodes before, CharacterCodes wanted, CancellationToken cancellation)
    {
        foreach (var (slot, character) in wanted.Slots.Index())
            if (character is { } drawn && drawn != before.Slots[slot])
            {
                Send([(byte)(GeneratorAddress | slot * CharacterRom.GlyphRows)], isData: false, cancellation);
                Send(CharacterRom.Draw(drawn).AsSpan(), isData: true, cancellation);
            }
    }

    private void Write(CharacterCodes before, CharacterCodes wanted, CancellationToken cancellation)
    {
        foreach (var (row, codes) in wanted.Rows.Index())
        {
            var old = before.Rows[row].AsSpan();
            var first = codes.AsSpan().CommonPrefixLength(old);
            var last = Columns - 1;
            while (last >= first && codes[last] == old[last])
                last--;
            if (first > last)
                continue;
            var address = (row % 2 == 0 ? 0 : SecondLine) + (row < 2 ? 0 : Columns) + first;
            Send([(byte)(TextAddress | address)], isData: false, cancellation);
            Send(codes.AsSpan(first, last - first + 1), isData: true, cancellation);
        }
    }

    /// <summary>
    /// Two strobes a byte. No waits between bytes: at 400 kHz, four times what a PCF8574 is made for, a byte's six take
    /// 135 µs, and the HD44780 is done in 41.
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
