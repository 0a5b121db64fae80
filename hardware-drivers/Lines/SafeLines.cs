using System.Collections.Immutable;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Lines;

/// <summary>
/// The output lines of a terminal, each of which has a state in which nothing can happen to anybody. All are driven to
/// it when they are opened and again at the end; one that cannot be is told, and the others go on.
/// </summary>
public sealed class SafeLines : IDisposable
{
    private readonly Dictionary<int, ILineChip> chips = [];
    // Replaced, never changed: whoever makes lines safe goes through those of one moment.
    private ImmutableList<(NamedLine Line, IOutputLine Output)> open = [];

    private SafeLines()
    {
    }

    /// <summary>Lines that could not be opened, and so are not known to be safe.</summary>
    public ImmutableArray<LineTrouble> Troubles { get; private set; } = [];

    /// <summary>Opens all lines: each is safe from this moment on, but for those in <see cref="Troubles"/>.</summary>
    public static SafeLines Open(IBoard board, IEnumerable<NamedLine> lines)
    {
        var safe = new SafeLines();
        safe.Troubles = [.. lines.Select(line => safe.TryOpen(board, line)).OfType<LineTrouble>()];
        return safe;
    }

    /// <summary>
    /// A line by its name; null when there is none. One that could not be opened fails each time, and says why.
    /// </summary>
    public IOutputLine? Find(string name) =>
        open.Find(row => row.Line.Name == name).Output ??
        (Troubles.FirstOrDefault(trouble => trouble.Line == name) is { } trouble ? new Missing(trouble.Detail) : null);

    /// <summary>Drives all lines to their safe states, from any thread, whatever else is going on.</summary>
    /// <returns>Those that could not be driven.</returns>
    public ImmutableArray<LineTrouble> MakeSafe() =>
    [
        .. from row in open
           let failure = row.Output.Set(row.Line.Settings.SafeIsActive) as DeviceOutcome.Failure
           where failure is not null
           select new LineTrouble(row.Line.Name, failure.Detail),
    ];

    /// <summary>Makes all lines safe and closes them.</summary>
    public void Dispose()
    {
        MakeSafe();
        foreach (var (_, output) in open)
            output.Dispose();
        foreach (var chip in chips.Values)
            chip.Dispose();
        open = [];
        chips.Clear();
    }

    private LineTrouble? TryOpen(IBoard board, NamedLine line)
    {
        try
        {
            if (!chips.TryGetValue(line.Chip, out var chip))
                chips.Add(line.Chip, chip = board.OpenLines(line.Chip));
            open = open.Add((line, chip.OpenOutput(line.Settings)));
            return null;
        }
        // A number that no chip has is the configuration's fault, and this line's alone.
        catch (Exception error) when (error is LinkLostException or ArgumentException)
        {
            return new LineTrouble(line.Name, error.Message);
        }
    }

    private sealed class Missing(string why) : IOutputLine
    {
        public DeviceOutcome Set(bool active) => DeviceOutcome.Failed(why);

        public void Dispose()
        {
        }
    }
}
