using System.Collections.Immutable;
using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>
/// From one epoch to the next (DESIGN section 4). Only a terminal that may not go on in its epoch takes the one that
/// the ledger has granted: an older image was restored, or the state is on another SD card.
/// </summary>
internal static class Epochs
{
    public static Decision Decide(TerminalState state, Input.EpochGranted granted)
    {
        var (past, present) = state;
        if (WhyNot(state, granted.Epoch) is { } why)
            return Decision.Ignore(present, why);
        var opened = new Fact.EpochOpened(present.StorageId, present.BoardSerial, granted.LeftBehind);
        if (past.Faults.Contains(Fault.RolledBack))
            // The ledger has records of ours that nobody here knows: no list of before will do.
            return new Decision(
                present with { ListInUse = null, ConfirmedAtMilliseconds = null }, [opened], [])
            {
                NewEpoch = granted.Epoch,
            };
        return new Decision(present, [new Fact.EpochClosed(nameof(Fault.StorageChanged)), opened], [])
        {
            NewEpoch = granted.Epoch,
        };
    }

    public static Decision Decide(StationMachine station, TerminalState state, Input.LeftBehindRead read)
    {
        var (past, present) = state;
        if (past.Move is null)
            return Decision.Ignore(present, "nothing was left behind");
        if (!read.Lines.IsEmpty)
            return new Decision(present, [], []) { SaidAgain = read.Lines };

        Fault[] over = [.. past.Faults.Intersect(FaultRules.OfEpochs)];
        var facts = over.Select(Fact (fault) => new Fact.FaultCleared(fault.ToString())).ToImmutableArray();
        if (present.ListInUse is null && past.List is { } list && !past.Faults.Contains(Fault.CardListLost))
            facts = facts.Add(new Fact.FaultRaised(
                nameof(Fault.CardListLost), $"list {list} may lack what another copy of this terminal sold"));
        return present.Phase is StationPhase.OutOfService
            ? station.Rest(state with { Past = past with { Faults = past.Faults.Except(over) } }) with { Facts = facts }
            : new Decision(present, facts, []);
    }

    /// <summary>
    /// What happened between a terminal and its guests, staff and ledger is said again; what it says of itself (starts,
    /// lists, faults, what was shown) is of the epoch that was left.
    /// </summary>
    public static bool IsSaidAgain(Fact fact) => fact is
        Fact.Sale or Fact.Refusal or Fact.CounterUsed or Fact.Void or Fact.Hold or Fact.Mark or Fact.Capture or
        Fact.Release or Fact.Draw or Fact.Drawn or Fact.KegChanged or Fact.Calibrated or
        Fact.Entry or Fact.EntryPassed or Fact.EntryAbandoned or Fact.Exit or Fact.FireOpened or Fact.EntriesCarried or
        Fact.Refill or Fact.Refund or Fact.DepositReturn or Fact.CardBlocked or Fact.Closure or Fact.CommandDone;

    /// <summary>Is this another SD card? One that is not known is not.</summary>
    public static bool IsOtherStorage(string? before, string? now) =>
        before is not null && now is not null && before != now;

    private static string? WhyNot(TerminalState state, long granted) =>
        state.Present.Phase is StationPhase.Starting or StationPhase.Stopped ? "not running"
        : !state.Past.MayNotGoOn ? "the present epoch goes on"
        : state.Past.Move is not null ? "what was left behind comes first"
        : granted <= state.Past.Last?.Epoch ? "it has begun before"
        : !state.Present.Phase.IsAtRest ? "a guest is being served"
        : null;
}
