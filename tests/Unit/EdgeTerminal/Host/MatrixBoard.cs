using HardwareDrivers.Abstractions;
using HardwareDrivers.Simulated;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>A virtual board on which a held key joins the wires of its row and its column.</summary>
internal sealed class MatrixBoard(VirtualBoard board) : IBoard
{
    private readonly Lock gate = new();
    private (int Row, int Column)? held;
    private (int Row, bool IsDriven) last;

    public string Name => "matrix";

    /// <summary>Presses a key, or lets it go.</summary>
    public void Hold((int Row, int Column)? key)
    {
        lock (gate)
        {
            if (held is (_, var column))
                board.Line(column).Drive(null);
            held = key;
            Join();
        }
    }

    public ILineChip OpenLines(int chip) => new Chip(this, board.OpenLines(chip));

    public II2cDevice OpenI2c(int bus, int address) => board.OpenI2c(bus, address);

    public ISpiDevice OpenSpi(SpiSettings settings) => board.OpenSpi(settings);

    public IToneLine OpenPwm(int chip, int channel) => board.OpenPwm(chip, channel);

    private void Driven(int row, bool isDriven)
    {
        lock (gate)
        {
            last = (row, isDriven);
            Join();
        }
    }

    private void Join()
    {
        if (held is (var row, var column))
            board.Line(column).Drive(last == (row, true) ? false : null);
    }

    private sealed class Chip(MatrixBoard matrix, ILineChip chip) : ILineChip
    {
        public IOutputLine OpenOutput(OutputLineSettings settings) =>
            new Row(matrix, settings.Line, chip.OpenOutput(settings));

        public IInputLine OpenInput(InputLineSettings settings) => chip.OpenInput(settings);

        public void Dispose() => chip.Dispose();
    }

    private sealed class Row(MatrixBoard matrix, int row, IOutputLine line) : IOutputLine
    {
        public DeviceOutcome Set(bool active)
        {
            var outcome = line.Set(active);
            matrix.Driven(row, active);
            return outcome;
        }

        public void Dispose() => line.Dispose();
    }
}
