using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Simulated;

/// <summary>
/// A board whose lines are wires of an emulated world: a <see cref="WireServer"/> in another process. Outputs and
/// inputs; no buses, no tones.
/// </summary>
/// <param name="socketPath">Where that listens.</param>
public sealed class WireBoard(string socketPath) : IBoard
{
    private const string NoSuchDevice = "an emulated board has lines only";

    /// <inheritdoc/>
    public string Name => "emulator";

    /// <inheritdoc/>
    public ILineChip OpenLines(int chip)
    {
        // Asked once, and the answer thrown away: each line has a connection of its own.
        using (new WireLink(socketPath, new WireOrder.Open(chip, null, "")))
            return new Chip(socketPath, chip);
    }

    /// <inheritdoc/>
    public II2cDevice OpenI2c(int bus, int address) => throw new LinkLostException(NoSuchDevice);

    /// <inheritdoc/>
    public ISpiDevice OpenSpi(SpiSettings settings) => throw new LinkLostException(NoSuchDevice);

    /// <inheritdoc/>
    public IToneLine OpenPwm(int chip, int channel) => throw new LinkLostException(NoSuchDevice);

    private sealed class Chip(string path, int number) : ILineChip
    {
        public IOutputLine OpenOutput(OutputLineSettings settings) => new WireOutputLine(path, number, settings);

        public IInputLine OpenInput(InputLineSettings settings) => new WireInputLine(path, number, settings);

        public void Dispose()
        {
        }
    }
}
