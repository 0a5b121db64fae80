using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>Which configuration of the ledger's is in force.</summary>
internal static class Configuring
{
    public static Decision Decide(
        StationMachine station, TerminalState state, Now now, Input.SetupChanged changed)
    {
        if (changed.Config is not { } sent)
            return Alone(station, state, now, changed);
        if (Refusal(state.Past, sent.Version) is { } why)
            return Decision.Ignore(state.Present, why);
        var isBack = state.Past.Faults.Contains(Fault.ConfigurationLost);
        var decision = station.Decide(isBack ? WithoutFault(state) : state, now, changed);
        return decision.Ignored is not null
            ? decision
            : Cleared(decision with { Facts = decision.Facts.InsertRange(0, Applied(state.Past, sent)) }, isBack);
    }

    /// <summary>By its file alone: that is enough where nothing that was sent was ever in force.</summary>
    private static Decision Alone(
        StationMachine station, TerminalState state, Now now, Input.SetupChanged changed)
    {
        var isMended = state.Past.Config is null && state.Past.Faults.Contains(Fault.ConfigurationLost);
        var decision = station.Decide(isMended ? WithoutFault(state) : state, now, changed);
        return decision.Ignored is not null ? decision : Cleared(decision, isMended);
    }

    private static Decision Cleared(Decision decision, bool isBack) => isBack
        ? decision with { Facts = decision.Facts.Add(new Fact.FaultCleared(nameof(Fault.ConfigurationLost))) }
        : decision;

    /// <summary>Why it must not come into force; null when it may.</summary>
    /// <remarks>Whoever carries messages may bring an old one again, of prices and limits that hold no more.</remarks>
    public static string? Refusal(Remembered past, ConfigVersion offered) =>
        past.Config is { } used && offered < used
            ? $"configuration {offered} is not above {used}, which has been in force"
            : null;

    /// <summary>Once for each that is above all before.</summary>
    public static IEnumerable<Fact> Applied(Remembered past, SentConfig sent) =>
        past.Config is { } used && used >= sent.Version
            ? []
            : [new Fact.ConfigApplied(sent.Version.Version, sent.Version.Era, sent.Hash)];

    /// <summary>
    /// What was in force is gone, or cannot be followed any more: by the terminal's own file it would sell at prices,
    /// and within limits, that hold no more.
    /// </summary>
    /// <returns>Null: it is there, or there never was one.</returns>
    public static string? Lost(Remembered past, Input.Started started) =>
        started.ConfigUnfit ??
        (past.Config is { } used && (started.Config is not { } found || found.Version < used)
            ? $"configuration {used} was in force before; {started.Config?.Version.ToString() ?? "none"} is on disk"
            : null);

    private static TerminalState WithoutFault(TerminalState state) => state with
    {
        Past = state.Past with { Faults = state.Past.Faults.Remove(Fault.ConfigurationLost) },
    };
}
