using System.Globalization;
using CloudBridge.Contract;
using EdgeTerminal.Core;

namespace EdgeTerminal.Host;

/// <summary>Whether a guest who comes now is served, and why not.</summary>
/// <param name="Reason">With which the guest is refused; null: nobody is asked for a card.</param>
/// <param name="Words">For people.</param>
internal sealed record Readiness(Reason? Reason, string Words)
{
    /// <returns>Null: it serves.</returns>
    public static string? WhyNot(TerminalState state, ListMode mode, TerminalSetup setup) =>
        Of(state, mode, setup)?.Words;

    /// <returns>Null: it serves.</returns>
    public static Readiness? Of(TerminalState state, ListMode mode, TerminalSetup setup) => state.Present.Phase switch
    {
        StationPhase.Starting => new(null, "starting: the journal is being read"),
        StationPhase.Listening => new(null, "starting: waits for the ledger's first word"),
        StationPhase.Stopped => new(null, "stopped"),
        StationPhase.OutOfService phase =>
            new(phase.Reason, string.Create(
                CultureInfo.InvariantCulture, $"out of service ({(int)phase.Reason}){Faults(state)}")),
        _ when state.Present.FireIsOn => new(
            CloudBridge.Contract.Reason.OutOfService, "stands open: a fire is on"),
        _ when setup.Station is GateSetup { IsWayOut: true } => null,
        _ => mode switch
        {
            ListMode.Missing when setup.Station is GateSetup { WithoutList: WithoutList.LetIn } => null,
            ListMode.Missing => new(
                CloudBridge.Contract.Reason.ListExpired,
                "no card list (405): every card is refused until one comes"),
            ListMode.Expired => new(
                CloudBridge.Contract.Reason.ListExpired,
                "the card list has expired (405): every card is refused until the ledger is heard"),
            _ when state.Past.UnlistedDebits >= setup.Limits.OfflineTotal && !LetsInForNothing(setup.Station) => new(
                CloudBridge.Contract.Reason.TerminalTotal,
                "too much was sold that no card list shows (406): nothing is sold until the ledger is heard"),
            _ => null,
        },
    };

    /// <summary>What costs nothing is not bounded by what may be lost.</summary>
    private static bool LetsInForNothing(StationSetup station) =>
        station is GateSetup gate && gate.Admissions.Any(way => !way.Article.Price.IsPositive);

    private static string Faults(TerminalState state) =>
        state.Past.Faults.IsEmpty ? "" : $": {string.Join(", ", state.Past.Faults)}";
}
