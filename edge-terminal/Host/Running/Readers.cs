using HardwareDrivers.Abstractions;
using HardwareDrivers.Linux;
using HardwareDrivers.Pn532;

namespace EdgeTerminal.Host;

/// <summary>The one place where a reader is made of its settings, with the lines that belong to it.</summary>
internal sealed class Readers : IDisposable
{
    private readonly List<IDisposable> lines = [];
    private readonly ReaderSettings settings;
    private readonly HardwareSettings hardware;
    private readonly IBoard board;

    /// <summary>Opens the reset and supply lines, which are safe from then on, and makes the reader.</summary>
    /// <param name="settings">Which reader.</param>
    /// <param name="hardware">Which lines are meant.</param>
    /// <param name="time">Clock and timers.</param>
    /// <param name="prover">Asks each card for its proof; none is asked without.</param>
    public Readers(
        ReaderSettings settings, HardwareSettings hardware, TimeProvider time, ICardProver? prover = null)
    {
        (this.settings, this.hardware) = (settings, hardware);
        board = Boards.Make(hardware.Adapter, time);
        Reader = new Pn532Reader(Link(), new Pn532Settings(), time)
        {
            Prover = prover,
            Lines = new RecoveryLines(
                Open(settings.ResetLine, "reader reset", activeLow: true),
                Open(settings.SupplyLine, "reader supply", activeLow: false)),
        };
    }

    /// <summary>It opens its bus when it runs, each time anew.</summary>
    public Pn532Reader Reader { get; }

    /// <summary>The lines go, safe.</summary>
    public void Dispose() => lines.ForEach(line => line.Dispose());

    private Pn532Link Link() => settings.Link switch
    {
        ReaderBus.I2c => Pn532Link.I2c(
            () => board.OpenI2c(settings.I2cBus, Pn532Link.I2cAddress), Interrupt()),
        ReaderBus.Spi => Pn532Link.Spi(
            () => board.OpenSpi(new(settings.SpiBus, settings.SpiSelect, Pn532Link.SpiHertz, Mode: 0)), Interrupt()),
        _ => Pn532Link.Serial(() => SerialLink.Open(settings.Device, settings.Baud)),
    };

    private Func<IInputLine>? Interrupt()
    {
        if (settings.InterruptLine is not { } line)
            return null;
        return () =>
        {
            using var chip = board.OpenLines(hardware.LineChip);
            return chip.OpenInput(new(line, "reader interrupt") { ActiveLow = true, Bias = LineBias.PullUp });
        };
    }

    // RSTPD_N is pulled up on the reader's board: it is driven low only.
    private IOutputLine? Open(int? number, string consumer, bool activeLow)
    {
        if (number is not { } line)
            return null;
        try
        {
            using var chip = board.OpenLines(hardware.LineChip);
            var opened = chip.OpenOutput(new(line, consumer) { ActiveLow = activeLow, OpenDrain = activeLow });
            lines.Add(opened);
            return opened;
        }
        catch (LinkLostException lost)
        {
            // A reader that works needs no such line.
            return new MissingLine(lost.Message);
        }
    }

    private sealed class MissingLine(string why) : IOutputLine
    {
        public DeviceOutcome Set(bool active) => DeviceOutcome.Failed(why);

        public void Dispose()
        {
        }
    }
}
