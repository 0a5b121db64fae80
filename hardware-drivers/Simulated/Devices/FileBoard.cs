using System.Globalization;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Simulated;

/// <summary>
/// A board whose output lines are files, <c>FOLDER/gpiochipN/LINE</c> with the level as <c>0</c> or <c>1</c>: several
/// programs meet on it. One program at a time has a line, and a line keeps its level when that program is killed, as
/// with the Raspberry Pi's kernel. It has no inputs, buses or tones.
/// </summary>
/// <param name="folder">Holds a folder for each chip; a chip without one is not there.</param>
public sealed class FileBoard(string folder) : IBoard
{
    private const string NoSuchDevice = "a board in files has output lines only";

    /// <inheritdoc/>
    public string Name => "files";

    /// <summary>The level of a line; null when nobody has driven it yet.</summary>
    public bool? LevelOf(int chip, int line)
    {
        try
        {
            using var file = new FileStream(PathOf(chip, line), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return file.ReadByte() == '1';
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public ILineChip OpenLines(int chip) => Directory.Exists(PathOf(chip))
        ? new Chip(this, chip)
        : throw new LinkLostException($"{PathOf(chip)}: no such chip");

    /// <inheritdoc/>
    public II2cDevice OpenI2c(int bus, int address) => throw new LinkLostException(NoSuchDevice);

    /// <inheritdoc/>
    public ISpiDevice OpenSpi(SpiSettings settings) => throw new LinkLostException(NoSuchDevice);

    /// <inheritdoc/>
    public IToneLine OpenPwm(int chip, int channel) => throw new LinkLostException(NoSuchDevice);

    private string PathOf(int chip) => Path.Combine(folder, $"gpiochip{chip}");

    private string PathOf(int chip, int line) =>
        Path.Combine(PathOf(chip), line.ToString(CultureInfo.InvariantCulture));

    private sealed class Chip(FileBoard board, int number) : ILineChip
    {
        public IOutputLine OpenOutput(OutputLineSettings settings)
        {
            var path = board.PathOf(number, settings.Line);
            try
            {
                // The lock is the process's: it goes when the process does.
                var file = new FileStream(
                    $"{path}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                return new Line(path, file, settings);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new LinkLostException($"{path}: {error.Message}", error);
            }
        }

        public IInputLine OpenInput(InputLineSettings settings) => throw new LinkLostException(NoSuchDevice);

        public void Dispose()
        {
        }
    }

    private sealed class Line : IOutputLine
    {
        private readonly string path;
        private readonly FileStream held;
        private readonly OutputLineSettings settings;
        private readonly Lock gate = new();
        private bool disposed;

        public Line(string path, FileStream held, OutputLineSettings settings)
        {
            (this.path, this.held, this.settings) = (path, held, settings);
            if (Drive(settings.SafeIsActive) is not DeviceOutcome.Failure failure)
                return;
            held.Dispose();
            throw new LinkLostException(failure.Detail);
        }

        public DeviceOutcome Set(bool active)
        {
            lock (gate)
                return disposed ? DeviceOutcome.Failed($"{path} is closed") : Drive(active);
        }

        public void Dispose()
        {
            lock (gate)
            {
                if (disposed)
                    return;
                Drive(settings.SafeIsActive);
                disposed = true;
                held.Dispose();
            }
        }

        private DeviceOutcome Drive(bool active)
        {
            try
            {
                File.WriteAllText(path, active != settings.ActiveLow ? "1" : "0");
                return DeviceOutcome.Done;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return DeviceOutcome.Failed($"{path}: {error.Message}");
            }
        }
    }
}
