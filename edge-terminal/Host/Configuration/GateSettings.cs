using EdgeTerminal.Core;

namespace EdgeTerminal.Host;

/// <summary>What is written of a gate.</summary>
internal sealed record GateSettings(
    GateSetup Gate, GateLines Lines, IReadOnlyDictionary<string, Input> Keys, IReadOnlySet<object> PriceList)
    : StationSettings(Gate, Keys, PriceList)
{
    /// <inheritdoc/>
    public override IEnumerable<StationOutput> Outputs =>
    [
        new("gate.turnstile", Lines.Turnstile)
        {
            Safe = Lines.Fire is null
                ? null
                : (true, "with gate.fire a daemon that has stopped, or died, must leave the gate open"),
        },
    ];

    /// <inheritdoc/>
    public override IEnumerable<(string Key, int? Chip, int Line)> InputLines
    {
        get
        {
            if (Lines.Passed is { } passed)
                yield return ("gate.passed.line", null, passed.Line);
            if (Lines.Tampered is { } tampered)
                yield return ("gate.tampered.line", null, tampered.Line);
            if (Lines.Fire is { } fire)
                yield return ("gate.fire.line", null, fire.Line);
        }
    }

    /// <inheritdoc/>
    public override StationSettings On(StationSettings running) =>
        running is GateSettings { Lines: var lines }
            ? new GateSettings(Gate with { TellsPassing = lines.Passed is not null }, lines, Keys, PriceList)
            {
                KeysWritten = KeysWritten,
            }
            : this;
}
