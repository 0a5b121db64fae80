using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>
/// The terminal as two pure functions. No clock, no disk, no network, no thread: the same state and input give the same
/// decision, so every run can be replayed. Open, so that the simulator can be shown a terminal that errs.
/// </summary>
public class Terminal(TerminalSetup setup)
{
    private readonly StationMachine station = StationMachine.Of(setup);

    /// <summary>What follows from an input.</summary>
    public virtual Decision Decide(TerminalState state, Now now, Input input) =>
        Speaking.Decide(state, input, DecideAlone(state, now, input));

    private Decision DecideAlone(TerminalState state, Now now, Input input) => input switch
    {
        Input.Started started => Starting.Decide(station, state, now, started),
        Input.ListStored stored when state.Present.Phase is not StationPhase.Starting &&
            CardLists.RollbackProvedBy(state.Past, stored.List) is { } ahead =>
            station.Decide(state, now, new Input.FaultBegan(Fault.RolledBack, ahead)),
        Input.ListStored stored => CardLists.Decide(state, now, stored),
        Input.ListLost lost => CardLists.Decide(state, lost),
        Input.BeatAnswered beat => CardLists.Decide(state, beat),
        Input.PeersHeard heard => Hearing.Decide(setup, state, now, heard),
        Input.RecordsOutlived outlived => Retiring.Decide(setup, state, now, outlived),
        Input.CommandHeard command => Commanding.Decide(station, state, now, command),
        Input.SetupChanged changed => Configuring.Decide(station, state, now, changed),
        Input.EpochGranted granted => Epochs.Decide(state, granted),
        Input.LeftBehindRead read => Epochs.Decide(station, state, read),
        Input.AckHeard or Input.BrokerOutOfReach => FirstWord.Decide(station, state),
        _ => station.Decide(state, now, input),
    };

    /// <summary>What the first record of a new segment says: a journal can begin with it.</summary>
    public static Fact BringForward(TerminalState state) => Carrying.Forward(state.Past);

    /// <summary>Why a configuration of the ledger's must not come into force; null when it may.</summary>
    public static string? RefusalOf(TerminalState state, ConfigVersion offered) =>
        Configuring.Refusal(state.Past, offered);

    /// <summary>What a fact that has become durable makes of the past.</summary>
    public virtual TerminalState Evolve(TerminalState state, JournalRecord record) =>
        state with { Past = Folding.Fold(state.Past, record, setup.Limits) };

    /// <summary>
    /// What records before this one make of the past that cannot be read any more. The ledger has them, so a list that
    /// has them says what they did.
    /// </summary>
    /// <param name="state">Before them.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="next">The record behind them.</param>
    public virtual TerminalState PassOver(TerminalState state, RecordPosition first, JournalRecord next) =>
        state with { Past = Unreadable.PassOver(state.Past, first, next, setup.Limits) };

    /// <summary>Is what a line says that was left behind said again in the new epoch?</summary>
    public static bool IsSaidAgain(Fact fact) => Epochs.IsSaidAgain(fact);

    /// <summary>How old the list in use is, in milliseconds, as decisions see it; null when there is none.</summary>
    public static long? ListAge(TerminalState state, Now now) => ListJudgement.AgeOf(state, now);

    /// <summary>It serves nobody any more, whatever comes: revoked, or its keys are to be wiped.</summary>
    public static bool IsOutForGood(Remembered past) => FaultRules.ForGood.Overlaps(past.Faults);

    /// <summary>
    /// For how many milliseconds the list in use has been expired by its age, as far as that is known; null: it is not,
    /// or there is none.
    /// </summary>
    public static long? ExpiredFor(TerminalState state, Now now, TerminalLimits limits) =>
        ListAge(state, now) - limits.ExpirySeconds * 1000L is >= 0 and var expired ? expired : null;

    /// <summary>What may be decided on the list in use, as decisions see it.</summary>
    public static ListMode ModeOf(TerminalState state, Now now, TerminalLimits limits) =>
        ListJudgement.Of(state, now, limits).Mode;
}
