using System.Collections.Immutable;
using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>
/// The start: settles what the journal left open. Sales that nobody may have seen stay marked as such in what is
/// remembered; the kiosk shows them when their card comes back.
/// </summary>
internal static class Starting
{
    public static Decision Decide(TerminalSetup setup, TerminalState state, Now now, Input.Started started)
    {
        var (past, present) = state;
        if (present.Kiosk is not KioskPhase.Starting)
            throw new InvalidOperationException("Started twice without a stop between.");

        var facts = ImmutableArray.CreateBuilder<Fact>();
        if (past.Last?.Epoch != started.Epoch)
            facts.Add(new Fact.EpochOpened(started.StorageId, started.BoardSerial));
        facts.Add(new Fact.BootStarted(started.Software, started.MachineBoot));
        if (started.UnreadableRecords is { } rotten)
            facts.Add(new Fact.FaultRaised(nameof(Fault.JournalRot), FactText.Fit(rotten)));
        var effects = ImmutableArray.CreateBuilder<Effect>();

        if (past.Retired is { } retired)
            effects.Add(new Effect.DeleteRecords(retired));
        if (started.Stored is { } stored && CardLists.Refusal(past, present, stored) is null)
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

        var idle = Kiosk.Idle(setup, Folding.FaultsAtStart(past.Faults));
        effects.Add(new Effect.Show(Kiosk.ScreenOf(idle)));
        return new Decision(present with { Kiosk = idle }, facts.ToImmutable(), effects.ToImmutable());
    }

    private static string Found(Input.Started started) =>
        started.Stored is { } stored ? $"{stored.Version} is on disk" : "none is on disk";
}
