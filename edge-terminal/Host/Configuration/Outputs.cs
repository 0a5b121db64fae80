using System.Collections.Immutable;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Lines;

namespace EdgeTerminal.Host;

/// <summary>An output line, and where the configuration speaks of it.</summary>
/// <param name="Key">Of the configuration: <c>lines.0</c>.</param>
/// <param name="Line">How it is wired, and what is safe.</param>
internal sealed record ConfiguredOutput(string Key, NamedLine Line)
{
    /// <summary>The buzzer's line: all keys of the buzzer say how it is wired.</summary>
    public const string BuzzerKey = "buzzer.line";

    /// <summary>Its chip is <c>hardware.lineChip</c>.</summary>
    public bool IsOnUsualChip { get; init; } = true;

    /// <summary>An error of the configuration leaves open which line it is, or how it is wired.</summary>
    public bool IsInDoubt(ConfigurationError error) =>
        error.Key == Key
        || error.Key.StartsWith($"{Key}.", StringComparison.Ordinal)
        || Key == BuzzerKey && error.Key.StartsWith("buzzer.", StringComparison.Ordinal)
        || error.Key == "hardware.lineChip" && IsOnUsualChip;
}

/// <summary>Every line that the configuration makes an output, whatever for.</summary>
internal static class Outputs
{
    /// <summary>Names that the configuration cannot give: they have a blank.</summary>
    public const string ReaderReset = "reader reset";

    /// <inheritdoc cref="ReaderReset"/>
    public const string ReaderSupply = "reader supply";

    /// <inheritdoc cref="ReaderReset"/>
    public const string BuzzerLine = "buzzer line";

    /// <summary>Those of the list, of the reader and of the buzzer.</summary>
    public static ImmutableArray<ConfiguredOutput> Of(HostConfiguration configuration) =>
    [
        .. configuration.Lines,
        .. OfReader(configuration.Reader, configuration.Hardware.LineChip),
        .. OfBuzzer(configuration.Buzzer, configuration.Hardware.LineChip),
    ];

    /// <summary>RSTPD_N is pulled up on the reader's board: it is driven low only.</summary>
    public static IEnumerable<ConfiguredOutput> OfReader(ReaderSettings reader, int chip)
    {
        if (reader.ResetLine is { } reset)
            yield return new("reader.resetLine", new(ReaderReset, chip, new(reset, ReaderReset)
            {
                ActiveLow = true, OpenDrain = true,
            }));
        if (reader.SupplyLine is { } supply)
            yield return new("reader.supplyLine", new(ReaderSupply, chip, new(supply, ReaderSupply)));
    }

    /// <summary>Silent is safe.</summary>
    public static IEnumerable<ConfiguredOutput> OfBuzzer(BuzzerSettings buzzer, int chip)
    {
        if (buzzer is { Driver: not BuzzerDriver.None, Line: { } line })
            yield return new(ConfiguredOutput.BuzzerKey, new(BuzzerLine, chip, new OutputLineSettings(line, "buzzer")
            {
                ActiveLow = buzzer.ActiveLow,
            }));
    }
}
