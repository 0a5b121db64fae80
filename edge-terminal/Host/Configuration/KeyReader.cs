using System.Collections.Immutable;
using System.Globalization;
using HardwareDrivers.Lines;
using ButtonKeys = EdgeTerminal.Host.ConfigurationKeys.Button;
using KeypadKeys = EdgeTerminal.Host.ConfigurationKeys.Keypad;
using KnobKeys = EdgeTerminal.Host.ConfigurationKeys.Knob;

namespace EdgeTerminal.Host;

/// <summary>Reads which lines are keys: section <c>keys</c>, of every profile.</summary>
internal static class KeyReader
{
    private const int HighestLine = 511;

    public static KeySettings Read(Section keys) => new(
        Keypad(keys.In(KeypadKeys.All.Name)),
        Knob(keys.In(KnobKeys.All.Name)),
        [
            .. keys.Each(ButtonKeys.All.Name)
                .Select(button => new ButtonLine(button.Text(ButtonKeys.Id), (int)button.Number(ButtonKeys.Line))),
        ]);

    /// <summary>A key that means nothing to the station is a slip: it would be dead.</summary>
    public static void RefuseUnknown(Section root, HostConfiguration configuration)
    {
        var known = configuration.Station.Keys.Keys;
        foreach (var (key, name) in configuration.Keys.Pressed)
            if (name.Length > 0 && !known.Contains(name))
                root.Wrong(key, name, $"a key that this station knows: {string.Join(", ", known.Order())}");
    }

    private static MatrixWiring? Keypad(Section keypad)
    {
        var (rows, columns) = (Lines(keypad, KeypadKeys.Rows), Lines(keypad, KeypadKeys.Columns));
        var names = keypad.OptionalText(KeypadKeys.Names)?.Split(',').ToImmutableArray() ?? [];
        if (rows.IsEmpty && columns.IsEmpty && names.IsEmpty)
            return null;
        if (rows.IsEmpty)
            keypad.Missing(KeypadKeys.Rows, KeypadKeys.Rows.Expected, 0);
        if (columns.IsEmpty)
            keypad.Missing(KeypadKeys.Columns, KeypadKeys.Columns.Expected, 0);
        if (names.Length != rows.Length * columns.Length || names.Any(name => name.Length == 0) ||
            names.Distinct().Count() < names.Length)
            keypad.Wrong(KeypadKeys.Names, string.Join(',', names), 0);
        return new MatrixWiring(rows, columns, names);
    }

    private static ImmutableArray<int> Lines(Section keypad, ConfigurationKey.Text key)
    {
        if (keypad.OptionalText(key) is not { } text)
            return [];
        var lines = text.Split(',')
            .Select(word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var line)
                ? line
                : HighestLine + 1)
            .ToImmutableArray();
        return lines.All(line => line <= HighestLine) && lines.Distinct().Count() == lines.Length
            ? lines
            : keypad.Wrong(key, text, ImmutableArray<int>.Empty);
    }

    private static KnobLines? Knob(Section knob)
    {
        var (a, b) = (knob.OptionalNumber(KnobKeys.LineA), knob.OptionalNumber(KnobKeys.LineB));
        var press = knob.OptionalNumber(KnobKeys.LinePress);
        if (a is null && b is null && press is null)
            return null;
        return new KnobLines(
            a ?? knob.Missing(KnobKeys.LineA, "the line of contact A", 0),
            b ?? knob.Missing(KnobKeys.LineB, "the line of contact B", 0),
            press);
    }
}
