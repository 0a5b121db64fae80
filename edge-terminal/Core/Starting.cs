using System.Collections.Immutable;
using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>
/// The start: settles what the journal left open. Sales that nobody may have seen stay marked as such in what is
/// remembered; a kiosk shows them when their card comes back.
/// </summary>
internal static class Starting
{
    public static Decision Decide(StationMachine station, TerminalState state, Now now, Input.Started started)
    {
        var (past, present) = state;
        if (present.Phase is not StationPhase.Starting)
            throw new InvalidOperationException("Started twice without a stop between.");

        present = present with
        {
            FirstWordBy = started.MayReachLedger ? now.MonotonicMilliseconds + FirstWord.PatienceMilliseconds : null,
            StorageId = started.StorageId,
            BoardSerial = started.BoardSerial,
        };
        var facts = ImmutableArray.CreateBuilder<Fact>();
        if (past.Last is null || started.EndOfFormerKey is not null)
            facts.Add(new Fact.EpochOpened(
                started.StorageId, started.BoardSerial, LeftBehind: null, started.EndOfFormerKey));
        facts.Add(new Fact.BootStarted(started.Software, started.MachineBoot));
        facts.AddRange(station.Settle(state));
        if (started.UnreadableRecords is { } rotten)
            facts.Add(new Fact.FaultRaised(Fact.FaultRaised.JournalRot, FactText.Fit(rotten)));
        var faults = Folding.FaultsAtStart(past.Faults);
        foreach (var (fault, detail) in MayNotGoOn(past, started))
            if (!faults.Contains(fault))
            {
                facts.Add(new Fact.FaultRaised(fault.ToString(), FactText.Fit(detail)));
                faults = faults.Add(fault);
            }
        if (started.Config is { } config)
            facts.AddRange(Configuring.Applied(past, config));
        if (Configuring.Lost(past, started) is { } lost)
        {
            facts.Add(new Fact.FaultRaised(nameof(Fault.ConfigurationLost), FactText.Fit(lost)));
            faults = faults.Add(Fault.ConfigurationLost);
        }
        var effects = ImmutableArray.CreateBuilder<Effect>();

        if (past.Retired is { } retired)
            effects.Add(new Effect.DeleteRecords(retired));
        // A journal that was lost: what it said is in no list that is known to be.
        var begins = past.Last is null && started.Epoch > 1;
        if (!begins && started.Stored is { } stored && CardLists.Refusal(past, present, stored) is null)
        {
            // A file that is newer than the journal's last word was durable, and its fact was not: say it now.
            var applied = CardLists.Apply(present, now, stored);
            present = applied.Present;
            effects.AddRange(applied.Effects);
            if (stored.Version != past.List)
                facts.AddRange(applied.Facts);
        }
        else if (past.List is { } used)
        {
            var detail = $"list {used} was used before; {Found(started)}";
            facts.Add(new Fact.FaultRaised(nameof(Fault.CardListLost), FactText.Fit(detail)));
        }

        var rest = station.Rest(new TerminalState(past with { Faults = faults }, present));
        return rest with
        {
            Facts = facts.ToImmutable(),
            Effects = effects.ToImmutable().AddRange(rest.Effects),
            NewEpoch = started.EndOfFormerKey is null ? null : started.Epoch,
        };
    }

    /// <summary>What forbids to go on in the epoch.</summary>
    private static IEnumerable<(Fault Fault, string Detail)> MayNotGoOn(Remembered past, Input.Started started)
    {
        if (started.RolledBack is { } missing)
            yield return (Fault.RolledBack, missing);
        else if (started.Stored is { } stored && CardLists.RollbackProvedBy(past, stored) is { } ahead)
            yield return (Fault.RolledBack, ahead);
        // An epoch that begins with another key is of the card that is in the machine.
        if (started.EndOfFormerKey is not null)
            yield break;
        if (Epochs.IsOtherStorage(past.StorageId, started.StorageId))
            yield return (
                Fault.StorageChanged, $"the epoch began on SD card {past.StorageId}; this is {started.StorageId}");
        else if (past.IsClosed)
            yield return (Fault.StorageChanged, "the epoch was closed, and the next has not begun");
    }

    private static string Found(Input.Started started) =>
        started.Stored is { } stored ? $"{stored.Version} is on disk" : "none is on disk";
}
