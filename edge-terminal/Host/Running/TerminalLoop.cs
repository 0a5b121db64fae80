using CloudBridge.Contract;
using EdgeTerminal.Core;
using EdgeTerminal.Store;
using Microsoft.Extensions.Logging;

namespace EdgeTerminal.Host;

/// <summary>
/// The one loop that owns the state. Input → decide → facts to the journal, synced → fold → effects. Everything else
/// posts to its bounded inbox.
/// </summary>
internal sealed partial class TerminalLoop
{
    private readonly TerminalSetup setup;
    private readonly LoopParts parts;
    private readonly ILogger logger;
    private readonly LoopInbox inbox;
    private readonly InputTranslation translation;
    private readonly StatusReport status;
    private readonly Levels levels;
    private readonly Watchdog watchdog;
    private Terminal terminal;
    private TerminalState state;
    private ListedCards? cards;
    private GuestScreen? asked;
    private LoopInput.Reconfigured? waiting;
    private long boot;
    private bool pricesAreUnseen;
    private bool stopped;

    public TerminalLoop(TerminalSetup setup, Remembered past, LoopParts parts, ILogger<TerminalLoop> logger)
    {
        (this.setup, this.parts, this.logger) = (setup, parts, logger);
        terminal = new Terminal(setup);
        state = TerminalState.Initial with { Past = past };
        status = new StatusReport(parts);
        levels = new Levels(parts.Journal, parts.Lists, parts.Clock);
        watchdog = new Watchdog(parts.Manager, parts.Time);
        inbox = new LoopInbox(parts.Time, logger);
        translation = new InputTranslation(parts, levels, logger);
        // The relay may save lists before the loop runs.
        parts.Lists.Demand(past.LastListed);
    }

    /// <summary>It waits for something to come; tests ask.</summary>
    internal bool IsIdle => inbox.IsIdle;

    /// <inheritdoc cref="LoopInbox.Offer"/>
    public bool Offer(LoopInput input) => inbox.Offer(input);

    /// <inheritdoc cref="LoopInbox.PostAsync"/>
    public ValueTask PostAsync(LoopInput input) => inbox.PostAsync(input);

    /// <summary>The same, for threads of devices: they have nothing else to do.</summary>
    public void Post(LoopInput input) => PostAsync(input).AsTask().GetAwaiter().GetResult();

    /// <summary>Runs until it was asked to stop and has finished what it had in hand, or the journal fails.</summary>
    /// <param name="started">The first input.</param>
    public async Task<LoopEnd> RunAsync(Input.Started started)
    {
        boot = state.Past.NextBoot;
        try
        {
            var failure = Take(started);
            if (failure is null)
                parts.Manager.Ready();
            while (failure is null && !stopped)
            {
                var input = await NextAsync();
                failure = Take(input) ?? Retire(input);
            }
            return failure is null ? new LoopEnd.Stopped() : new LoopEnd.JournalFailed(failure);
        }
        finally
        {
            inbox.Close();
            cards?.Dispose();
        }
    }

    /// <summary>The next input, or the time that the core wants to be woken at.</summary>
    private async Task<Input> NextAsync()
    {
        while (true)
        {
            watchdog.Feed();
            if (levels.Change(state.Past.Faults) is { } change)
                return change;
            if (waiting is { } next && state.Present.Kiosk.IsAtRest)
                return Adopt(next);
            if (inbox.Take() is { } input)
            {
                pricesAreUnseen &= !(input is LoopInput.Shown shown && ReferenceEquals(shown.Screen, asked));
                if (input is LoopInput.Reconfigured reconfigured)
                    waiting = reconfigured;
                else if (pricesAreUnseen && input.IsTap)
                    LogUnseen(logger);
                else if (translation.Translate(input, asked, cards) is { } understood)
                {
                    if (understood is Input.ListLost)
                        LoseList(input);
                    return understood;
                }
                continue;
            }
            var left = state.Present.Kiosk.WakeAtMilliseconds - parts.Clock.Monotonic;
            if (left <= 0)
                return new Input.TimePassed();
            await inbox.WaitAsync(Sooner(left, watchdog.MillisecondsLeft));
        }
    }

    /// <summary>Between two guests: nobody chose by the old prices what the new ones are charged for.</summary>
    private Input.SetupChanged Adopt(LoopInput.Reconfigured next)
    {
        (waiting, pricesAreUnseen) = (null, true);
        terminal = new Terminal(setup with { Kiosk = next.Configuration.Kiosk });
        translation.Keys = next.Configuration.Keys;
        parts.Station.Speak(next.Configuration.Writer());
        next.InForce.TrySetResult();
        return new Input.SetupChanged();
    }

    private static long? Sooner(long? one, long? other) => one is null || other < one ? other : one;

    /// <returns>Why the journal takes no more; null when all is well.</returns>
    private string? Take(Input input)
    {
        var now = parts.Clock.Now();
        var decision = terminal.Decide(state, now, input);
        if (!decision.Facts.IsEmpty)
        {
            var stamp = new Stamp(boot, now.MonotonicMilliseconds, now.WallMilliseconds, now.Trusted);
            var facts = parts.Journal.BeginsSegment
                ? decision.Facts.Insert(0, Terminal.BringForward(state))
                : decision.Facts;
            switch (parts.Journal.Append(facts, stamp))
            {
                case AppendResult.Failed failed:
                    return Fail(failed);
                case AppendResult.Appended appended:
                    state = appended.Records.Aggregate(state, terminal.Evolve);
                    Report(decision.Facts);
                    break;
            }
            parts.Uplink.JournalGrew();
        }
        state = state with { Present = decision.Present };
        foreach (var effect in decision.Effects)
            Carry(effect);
        if (decision.Ignored is { } why)
            LogIgnored(logger, input.GetType().Name, why);
        status.Say(state, now);
        return null;
    }

    /// <summary>What may go changes when a list comes, and with time, which a beat tells.</summary>
    /// <returns>As <see cref="Take"/>.</returns>
    private string? Retire(Input taken)
    {
        if (taken is not (Input.ListStored or Input.BeatAnswered))
            return null;
        var now = parts.Clock.Now();
        return now.Trusted &&
            state.Past.Watermark is { } watermark &&
            parts.Journal.Outlived(
                watermark, now.WallMilliseconds - (long)parts.Retention.TotalMilliseconds) is { } through
                ? Take(new Input.RecordsOutlived(through))
                : null;
    }

    /// <summary>Nobody is told yes: what was decided may not be on the disk.</summary>
    private string Fail(AppendResult.Failed failed)
    {
        parts.Station.Show(new GuestScreen.OutOfService(Reason.OutOfService));
        parts.Station.Sound(Cue.Refused);
        return failed.Detail;
    }

    /// <summary>What an operator has to hear of; who bought what stays out of the log.</summary>
    private void Report(IEnumerable<Fact> facts)
    {
        foreach (var fact in facts)
            switch (fact)
            {
                case Fact.FaultRaised raised:
                    LogFault(logger, raised.Fault, raised.Detail);
                    break;
                case Fact.FaultCleared cleared:
                    LogFaultOver(logger, cleared.Fault);
                    break;
            }
    }

    private void Carry(Effect effect)
    {
        switch (effect)
        {
            case Effect.Show show:
                asked = show.Screen;
                parts.Station.Show(show.Screen);
                break;
            case Effect.Sound sound:
                parts.Station.Sound(sound.Cue);
                break;
            case Effect.UseCardList use:
                parts.Lists.Demand(state.Past.LastListed);
                var before = cards;
                cards = parts.Lists.Take(use.Version);
                before?.Dispose();
                parts.Uplink.ListApplied();
                break;
            case Effect.DeleteRecords delete:
                parts.Journal.Delete(delete.Through);
                break;
            case Effect.Stop:
                stopped = true;
                break;
        }
    }

    /// <summary>
    /// The tap comes again and finds no list: the guest is told that, and not that the card is unknown.
    /// </summary>
    private void LoseList(LoopInput tap)
    {
        cards?.Dispose();
        cards = null;
        Offer(tap);
    }

    [LoggerMessage(LogLevel.Error, "Fault {Fault}: {Detail}")]
    private static partial void LogFault(ILogger logger, string fault, string detail);

    [LoggerMessage(LogLevel.Information, "Fault {Fault} is over.")]
    private static partial void LogFaultOver(ILogger logger, string fault);

    [LoggerMessage(LogLevel.Debug, "{What}: ignored, {Why}.")]
    private static partial void LogIgnored(ILogger logger, string what, string why);

    [LoggerMessage(LogLevel.Information, "A tap came before the display showed the new prices; it was not taken.")]
    private static partial void LogUnseen(ILogger logger);
}
