using HardwareDrivers.Abstractions;
using HardwareDrivers.Lines;
using HardwareDrivers.Linux;
using HardwareDrivers.Pn532;

namespace EdgeTerminal.Host;

/// <summary>The one place where a reader is made of its settings, with the lines that belong to it.</summary>
internal static class Readers
{
    /// <summary>Makes the reader; it opens its bus when it runs, each time anew.</summary>
    /// <param name="settings">Which reader.</param>
    /// <param name="lineChip">Whose lines are meant.</param>
    /// <param name="board">Where its bus is.</param>
    /// <param name="outputs">Opened already: its reset and supply are safe. A reader that works needs neither.</param>
    /// <param name="time">Clock and timers.</param>
    /// <param name="prover">Asks each card for its proof; none is asked without.</param>
    /// <param name="proofTimeout">All that a card may be asked; a tap's when left out.</param>
    public static Pn532Reader Make(
        ReaderSettings settings,
        int lineChip,
        IBoard board,
        SafeLines outputs,
        TimeProvider time,
        ICardProver? prover = null,
        TimeSpan? proofTimeout = null) =>
        new(Link(settings, lineChip, board), Habits(proofTimeout), time)
        {
            Prover = prover,
            Lines = new RecoveryLines(outputs.Find(Outputs.ReaderReset), outputs.Find(Outputs.ReaderSupply)),
        };

    /// <summary>Runs a reader for a program that uses nothing else of the machine.</summary>
    /// <returns>What has happened to it.</returns>
    public static ReaderStatistics RunAlone(
        ReaderSettings settings,
        HardwareSettings hardware,
        TimeProvider time,
        Action<ReaderEvent> hear,
        CancellationToken stopping,
        ICardProver? prover = null,
        TimeSpan? proofTimeout = null)
    {
        var board = Boards.Make(hardware, time);
        using var outputs = SafeLines.Open(
            board, Outputs.OfReader(settings, hardware.LineChip).Select(output => output.Line));
        var reader = Make(settings, hardware.LineChip, board, outputs, time, prover, proofTimeout);
        reader.Run(hear, stopping);
        return reader.Statistics;
    }

    private static Pn532Settings Habits(TimeSpan? proofTimeout)
    {
        var usual = new Pn532Settings();
        return usual with { ProofTimeout = proofTimeout ?? usual.ProofTimeout };
    }

    private static Pn532Link Link(ReaderSettings settings, int lineChip, IBoard board) => settings.Link switch
    {
        ReaderBus.I2c => Pn532Link.I2c(
            () => board.OpenI2c(settings.I2cBus, Pn532Link.I2cAddress), Interrupt(settings, lineChip, board)),
        ReaderBus.Spi => Pn532Link.Spi(
            () => board.OpenSpi(new(settings.SpiBus, settings.SpiSelect, Pn532Link.SpiHertz, Mode: 0)),
            Interrupt(settings, lineChip, board)),
        _ => Pn532Link.Serial(() => SerialLink.Open(settings.Device, settings.Baud)),
    };

    private static Func<IInputLine>? Interrupt(ReaderSettings settings, int lineChip, IBoard board)
    {
        if (settings.InterruptLine is not { } line)
            return null;
        return () =>
        {
            using var chip = board.OpenLines(lineChip);
            return chip.OpenInput(new(line, "reader interrupt") { ActiveLow = true, Bias = LineBias.PullUp });
        };
    }
}
