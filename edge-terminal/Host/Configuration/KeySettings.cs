using CloudBridge.Contract;
using HardwareDrivers.Lines;

namespace EdgeTerminal.Host;

/// <summary>Keys at GPIO lines on the chip of <c>hardware.lineChip</c>, whatever the station.</summary>
/// <param name="Keypad">Keys in rows and columns; null: none.</param>
/// <param name="Knob">A rotary encoder; null: none.</param>
/// <param name="Buttons">Keys at lines of their own.</param>
internal sealed record KeySettings(MatrixWiring? Keypad, KnobLines? Knob, ValueList<ButtonLine> Buttons)
{
    /// <summary>No line is a key.</summary>
    public static KeySettings None { get; } = new(null, null, []);

    /// <summary>What can be pressed, each with the key of the configuration that says so.</summary>
    public IEnumerable<(string Key, string Name)> Pressed
    {
        get
        {
            foreach (var name in Keypad?.Keys ?? [])
                yield return ("keys.keypad.names", name);
            if (Knob is { } knob)
            {
                yield return ("keys.knob.lineA", KeyNames.Next);
                yield return ("keys.knob.lineB", KeyNames.Previous);
                if (knob.LinePress is not null)
                    yield return ("keys.knob.linePress", KeyNames.Ok);
            }
            foreach (var (index, button) in Buttons.Index())
                yield return ($"keys.buttons.{index}.name", button.Key);
        }
    }

    /// <summary>The lines, each with its key.</summary>
    public IEnumerable<(string Key, int? Chip, int Line)> Lines
    {
        get
        {
            foreach (var line in Keypad?.Rows ?? [])
                yield return ("keys.keypad.rows", null, line);
            foreach (var line in Keypad?.Columns ?? [])
                yield return ("keys.keypad.columns", null, line);
            if (Knob is { } knob)
            {
                yield return ("keys.knob.lineA", null, knob.LineA);
                yield return ("keys.knob.lineB", null, knob.LineB);
                if (knob.LinePress is { } press)
                    yield return ("keys.knob.linePress", null, press);
            }
            foreach (var (index, button) in Buttons.Index())
                yield return ($"keys.buttons.{index}.line", null, button.Line);
        }
    }
}

/// <summary>A key at a line of its own.</summary>
/// <param name="Key">What it is called.</param>
/// <param name="Line">To ground while it is held.</param>
internal sealed record ButtonLine(string Key, int Line);
