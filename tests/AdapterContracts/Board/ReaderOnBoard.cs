using HardwareDrivers.Abstractions;
using HardwareDrivers.Pn532;
using HardwareDrivers.Simulated;
using Tests.Support;

namespace Tests.AdapterContracts;

/// <summary>The driver on its own thread, on a bus of a board in real time, with the emulated chip there.</summary>
internal sealed class ReaderOnBoard : IDisposable
{
    private const int InterruptLine = 25;
    private const int I2cHertz = 400_000;

    private readonly CancellationTokenSource stop = new();
    private readonly VirtualBoard wires = new(TimeProvider.System);
    private readonly IBoard board;
    private Thread? thread;
    private int transfers;
    private int heartbeats;

    /// <param name="adapter">Makes the board under test, whose wires end on the virtual one.</param>
    public ReaderOnBoard(Func<VirtualBoard, IBoard> adapter)
    {
        board = adapter(wires);
        Chip = new Pn532BusEmulator(new ChipTimings(), wires.Line(InterruptLine));
    }

    public Pn532BusEmulator Chip { get; }

    public EventLog<ReaderEvent> Events { get; } = new();

    /// <summary>How often the driver has used the bus.</summary>
    public int Transfers => Volatile.Read(ref transfers);

    /// <summary>How often it has asked the chip for its version.</summary>
    public int Heartbeats => Volatile.Read(ref heartbeats);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Start(string bus, bool withInterrupt)
    {
        PlugIn();
        wires.AttachSpi(0, new Tapped(this, null, Chip.OnSpi(Pn532Link.SpiHertz)));
        Func<IInputLine>? interrupt = withInterrupt ? OpenInterrupt : null;
        var link = bus == "i2c"
            ? Pn532Link.I2c(() => board.OpenI2c(VirtualBoard.I2cBus, Pn532Link.I2cAddress), interrupt)
            : Pn532Link.Spi(() => board.OpenSpi(new SpiSettings(0, 0, Pn532Link.SpiHertz, Mode: 0)), interrupt);
        var reader = new Pn532Reader(link, new Pn532Settings(), TimeProvider.System)
        {
            Lines = new RecoveryLines(Chip.ResetLine, null),
        };
        thread = new Thread(() => reader.Run(Events.Add, stop.Token)) { IsBackground = true };
        thread.Start();
    }

    public void PlugIn() =>
        wires.AttachI2c(Pn532Link.I2cAddress, new Tapped(this, Chip.OnI2c(I2cHertz), null));

    public void Unplug() => wires.AttachI2c(Pn532Link.I2cAddress, null);

    public Task<T> Next<T>()
        where T : ReaderEvent =>
        Events.First<T>(0, Cancellation);

    public Task Becomes(ReaderHealth health, int skip = 0) =>
        Events.First<ReaderEvent.HealthChanged>(skip, changed => changed.Health == health, Cancellation);

    /// <summary>Waits until the driver has used the bus so many more times.</summary>
    public Task Talks(int times)
    {
        var wanted = Transfers + times;
        return Eventually.TrueAsync(() => Transfers >= wanted, $"{times} more transfers", Cancellation);
    }

    /// <summary>Waits for so many more heartbeats.</summary>
    public Task Beats(int times)
    {
        var wanted = Heartbeats + times;
        return Eventually.TrueAsync(() => Heartbeats >= wanted, $"{times} more heartbeats", Cancellation);
    }

    public void Dispose()
    {
        stop.Cancel();
        Assert.True(thread?.Join(Eventually.Deadline) ?? true, "The reader does not stop.");
        Chip.Dispose();
        stop.Dispose();
    }

    private IInputLine OpenInterrupt()
    {
        using var chip = board.OpenLines(0);
        return chip.OpenInput(new(InterruptLine, "reader interrupt") { ActiveLow = true, Bias = LineBias.PullUp });
    }

    private void Note(ReadOnlySpan<byte> sent)
    {
        Interlocked.Increment(ref transfers);
        if (sent.IndexOf((ReadOnlySpan<byte>)[0xD4, (byte)CommandCode.GetFirmwareVersion]) >= 0)
            Interlocked.Increment(ref heartbeats);
    }

    /// <summary>The chip's side of a bus, with somebody who counts.</summary>
    private sealed class Tapped(ReaderOnBoard world, II2cDevice? i2c, ISpiDevice? spi) : II2cDevice, ISpiDevice
    {
        public int LongestTransfer => 8192;

        public bool TryWrite(ReadOnlySpan<byte> bytes)
        {
            world.Note(bytes);
            return i2c!.TryWrite(bytes);
        }

        public bool TryRead(Span<byte> buffer)
        {
            world.Note([]);
            return i2c!.TryRead(buffer);
        }

        // On the wire the least significant bit comes first: D4 02 is 2B 40.
        public void Exchange(ReadOnlySpan<byte> sent, Span<byte> received)
        {
            world.Note(sent.IndexOf((ReadOnlySpan<byte>)[0x2B, 0x40]) >= 0 ? [0xD4, 0x02] : []);
            spi!.Exchange(sent, received);
        }

        public void Dispose()
        {
        }
    }
}
