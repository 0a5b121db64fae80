using System.Collections.Immutable;
using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>
/// What the ledger orders is done once: its number is durable before anything is done, and none that is not above it is
/// done any more. What only looks and reads is answered when that is done. What cannot be done now and may be later is
/// left: the ledger says it again until it expires.
/// </summary>
internal static class Commanding
{
    public static Decision Decide(StationMachine station, TerminalState state, Now now, Input.CommandHeard command)
    {
        var (past, present) = state;
        return WhyNotNow(past, present, now, command) is { } why ? Decision.Ignore(present, why)
            : command.CameTo is { } cameTo ? Answer(present, command, cameTo)
            : now.WallMilliseconds > command.ExpiresMilliseconds ? Answer(present, command, "it had expired")
            : command.Command switch
            {
                CommandKind.StopPour or CommandKind.OpenOnce => station.Decide(state, now, command),
                CommandKind.BlockCard => Block(present, command),
                CommandKind.RefreshList =>
                    Answer(present, command, "asked for", new Effect.AskForCardList()),
                CommandKind.Reload => Ask(present, new Effect.ReadConfiguration(command)),
                CommandKind.Restart => Restart(station, state, now, command),
                CommandKind.Diagnostics => Ask(present, new Effect.Diagnose(command, Diagnosis.Of(state, now))),
                _ => Answer(present, command, "this build knows no such command"),
            };
    }

    /// <summary>The station goes on as it is.</summary>
    /// <param name="present">As it stays.</param>
    /// <param name="command">Which.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="effects">What is done once that is durable.</param>
    public static Decision Answer(
        Present present, Input.CommandHeard command, string outcome, params ImmutableArray<Effect> effects) =>
        new(present, [Done(command, outcome)], effects);

    /// <summary>
    /// Others do what does no harm when it is done twice, and it is answered when they have: a power cut before that
    /// has it done again.
    /// </summary>
    private static Decision Ask(Present present, Effect effect) => new(present, [], [effect]);

    /// <summary>What came of a command.</summary>
    public static Fact.CommandDone Done(Input.CommandHeard command, string outcome) =>
        new(command.Number, FactText.Fit(command.Command), FactText.Fit(outcome));

    /// <summary>Anybody may bring what is old: without the ledger's own time nothing is done.</summary>
    private static string? WhyNotNow(Remembered past, Present present, Now now, Input.CommandHeard command) =>
        present.Phase is StationPhase.Starting or StationPhase.Stopped ? "not running"
        : command.Number <= past.LastCommand ? "it was done before, or one after it"
        : !now.Trusted ? "the ledger has not yet said what time it is"
        : null;

    /// <summary>
    /// The block first: where the power goes between the two it is ordered again. Each is written down, whatever was
    /// before: the card may have been unlocked since, and the list that says so may be on its way.
    /// </summary>
    private static Decision Block(Present present, Input.CommandHeard command) =>
        command.Card is not { } card ? Answer(present, command, "it names no card")
        : new Decision(present, [new Fact.CardBlocked(card), Done(command, "blocked")], []);

    /// <summary>A guest who is being served is served to the end.</summary>
    private static Decision Restart(StationMachine station, TerminalState state, Now now, Input.CommandHeard command)
    {
        if (!state.Present.Phase.IsAtRest)
            return Decision.Ignore(state.Present, "a guest is being served");
        var stopping = station.Decide(state, now, new Input.StopRequested());
        return stopping with { Facts = [.. stopping.Facts, Done(command, "it stops, to be started again")] };
    }
}
