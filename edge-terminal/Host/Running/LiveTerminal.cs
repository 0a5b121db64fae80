using System.Collections.Immutable;
using CloudBridge.Contract;
using EdgeTerminal.Core;
using EdgeTerminal.Store;

namespace EdgeTerminal.Host;

/// <summary>
/// A terminal at work, one input after another: decide → facts to the journal, synced → fold → effects. It waits for
/// nothing but the disk; who has several threads keeps them away from it.
/// </summary>
internal sealed class LiveTerminal
{
    private readonly Func<TerminalSetup, Terminal> make;
    private readonly LoopParts parts;
    private readonly StatusReport status;
    private readonly long boot;
    private Terminal terminal;
    private IEnumerator<FormerLine[]>? leftBehind;

    /// <param name="setup">Its rules, and what it sells at first.</param>
    /// <param name="past">What the journal's facts came to.</param>
    /// <param name="parts">What it works with.</param>
    /// <param name="make">Makes the core; null: as it is.</param>
    public LiveTerminal(
        TerminalSetup setup, Remembered past, LoopParts parts, Func<TerminalSetup, Terminal>? make = null)
    {
        (Setup, this.parts, this.make) = (setup, parts, make ?? (given => new Terminal(given)));
        terminal = this.make(setup);
        State = TerminalState.Initial with { Past = past };
        boot = past.NextBoot;
        status = new StatusReport(parts);
        // The relay may save lists before the first input comes.
        parts.Lists.Demand(past.LastListed);
        parts.Configs?.Demand(past.Config);
    }

    /// <summary>Its rules, and what it sells now.</summary>
    public TerminalSetup Setup { get; private set; }

    /// <summary>All that it knows.</summary>
    public TerminalState State { get; private set; }

    /// <summary>The screen that the display was asked for last.</summary>
    public GuestScreen? Asked { get; private set; }

    /// <summary>The list that cards are looked up in; null when there is none.</summary>
    public ListedCards? Cards { get; private set; }

    /// <summary>It was asked to stop, and has finished what it had in hand.</summary>
    public bool HasStopped { get; private set; }

    /// <summary>Sells something else from the next input on, and within other limits perhaps.</summary>
    public void Adopt(StationSetup station, TerminalLimits limits) =>
        terminal = make(Setup = new TerminalSetup(limits, station));

    /// <summary>Decides, makes it durable, and does it.</summary>
    public TerminalStep Take(Input input)
    {
        var now = parts.Clock.Now();
        var decision = terminal.Decide(State, now, input);
        foreach (var order in decision.AtOnce)
            parts.Station.Do(order);
        if (!decision.Facts.IsEmpty || !decision.SaidAgain.IsEmpty)
        {
            var stamp = new Stamp(boot, now.MonotonicMilliseconds, now.WallMilliseconds, now.Trusted);
            if (MakeDurable(decision, stamp) is { } failed)
                return Fail(decision, failed);
            parts.Uplink.JournalGrew();
        }
        State = State with { Present = decision.Present };
        foreach (var effect in decision.Effects)
            Carry(effect);
        status.Say(State, Setup, now);
        return new TerminalStep(decision.Facts, decision.Ignored, Failure: null);
    }

    /// <summary>
    /// What it has to do by itself before anything else: to go over to another epoch. Asked before each input is taken.
    /// </summary>
    /// <returns>Null: nothing.</returns>
    public Input? Due()
    {
        if (State.Past.Move is { } move)
            return ReadLeftBehind(move);
        leftBehind = null;
        return State.Past.MayNotGoOn && State.Present.Phase.IsAtRest && parts.Journal.Outbox.Granted is { } epoch
            ? new Input.EpochGranted(
                epoch, State.Past.Faults.Contains(Fault.RolledBack) ? parts.Journal.KeepDiverged() : null)
            : null;
    }

    /// <summary>What may be deleted changes when a list comes, and with time, which a beat tells.</summary>
    /// <param name="taken">The last input.</param>
    /// <returns>What is to be taken next for it; null: nothing.</returns>
    public Input.RecordsOutlived? Outlived(Input taken)
    {
        if (taken is not (Input.ListStored or Input.BeatAnswered))
            return null;
        var now = parts.Clock.Now();
        return now.Trusted &&
            parts.Journal.Outlived(
                State.Past.Watermarks, now.WallMilliseconds - (long)parts.Retention.TotalMilliseconds) is { } through
                ? new Input.RecordsOutlived(through)
                : null;
    }

    /// <summary>
    /// No list is looked at any more. A tap that comes again is told that, and not that its card is unknown.
    /// </summary>
    public void LetListGo()
    {
        Cards?.Dispose();
        Cards = null;
    }

    /// <summary>Nothing is decided any more: what is left to say is whether people are to leave.</summary>
    public void SayFire(bool isOn)
    {
        State = State with { Present = State.Present with { FireIsOn = isOn } };
        parts.Station.Show(
            isOn ? new GuestScreen.StandsOpen(IsFire: true) : new GuestScreen.OutOfService(Reason.OutOfService));
    }

    /// <summary>A piece at a time, behind what was said again before the daemon started.</summary>
    private Input.LeftBehindRead ReadLeftBehind(Move move)
    {
        const int atOnce = 256;
        leftBehind ??= (move.LeftBehind is { } left ? parts.Journal.Read(left) : [])
            .Where(line => Terminal.IsSaidAgain(line.Fact))
            .Skip(move.SaidAgain)
            .Chunk(atOnce)
            .GetEnumerator();
        return new Input.LeftBehindRead(leftBehind.MoveNext() ? [.. leftBehind.Current] : []);
    }

    private AppendResult.Failed? MakeDurable(Decision decision, Stamp stamp)
    {
        if (decision.NewEpoch is not { } epoch)
            return Append(decision.Facts, decision.SaidAgain, stamp);
        var opens = decision.Facts.IndexOf(decision.Facts.First(fact => fact is Fact.EpochOpened));
        // What closes an epoch is durable before the next one begins.
        if (opens > 0 && Append(decision.Facts[..opens], [], stamp) is { } failed)
            return failed;
        var opened = (Fact.EpochOpened)decision.Facts[opens];
        parts.Journal.Begin(epoch, opened.LeftBehind);
        // Its second record says what all before it came to.
        return Append([opened], [], stamp) ??
            (opens + 1 < decision.Facts.Length ? Append(decision.Facts[(opens + 1)..], [], stamp) : null);
    }

    private AppendResult.Failed? Append(ImmutableArray<Fact> facts, ImmutableArray<FormerLine> again, Stamp stamp)
    {
        if (parts.Journal.BeginsSegment)
            facts = facts.Insert(0, Terminal.BringForward(State));
        var result = parts.Journal.Append(facts, stamp, again);
        if (result is AppendResult.Appended appended)
        {
            State = appended.Records.Aggregate(State, terminal.Evolve);
            parts.Lists.Demand(State.Past.LastListed);
            parts.Configs?.Demand(State.Past.Config);
        }
        return result as AppendResult.Failed;
    }

    /// <summary>
    /// Nobody is told yes: what was decided may not be on the disk. Whether there is a fire does not depend on that.
    /// </summary>
    private TerminalStep Fail(Decision decision, AppendResult.Failed failed)
    {
        SayFire(decision.Present.FireIsOn);
        parts.Station.Sound(Cue.Refused);
        status.SayJournalFailed(State, Setup, parts.Clock.Now());
        return new TerminalStep(ImmutableArray<Fact>.Empty, Ignored: null, failed.Detail);
    }

    private void Carry(Effect effect)
    {
        switch (effect)
        {
            case Effect.Show show:
                Asked = show.Screen;
                parts.Station.Show(show.Screen);
                break;
            case Effect.Sound sound:
                parts.Station.Sound(sound.Cue);
                break;
            case Effect.ToDevice order:
                parts.Station.Do(order);
                break;
            case Effect.UseCardList use:
                var before = Cards;
                Cards = parts.Lists.Take(use.Version);
                before?.Dispose();
                parts.Uplink.ListApplied();
                break;
            case Effect.AskForCardList:
                parts.Uplink.AskForCardList();
                break;
            case Effect.ReadConfiguration read:
                parts.ReadConfiguration(read.Command);
                break;
            case Effect.Diagnose look:
                parts.Diagnose(look);
                break;
            case Effect.DeleteRecords delete:
                parts.Journal.Delete(delete.Through);
                break;
            case Effect.Stop:
                HasStopped = true;
                break;
            default:
                throw new InvalidOperationException($"Nobody carries out {effect.GetType().Name}.");
        }
    }
}
