using CloudBridge.Contract;
using EdgeTerminal.Core;
using Microsoft.Extensions.Logging;

namespace EdgeTerminal.Host;

/// <summary>
/// The one loop that owns the terminal: everything else posts to its bounded inbox.
/// </summary>
internal sealed partial class TerminalLoop : IInbox
{
    private const long Idle = -1;

    private readonly LoopParts parts;
    private readonly ILogger logger;
    private readonly LoopInbox inbox;
    private readonly InputTranslation translation;
    private readonly Levels levels;
    private readonly Watchdog watchdog;
    private readonly AlarmBell bell;
    private readonly Wiping wiping;
    private readonly LiveTerminal terminal;
    private readonly NextSetup next;
    private bool hasEnded;
    private bool journalHasFailed;
    private long busySince = Idle;
    private LoopInput? inHand;

    public TerminalLoop(TerminalSetup setup, Remembered past, LoopParts parts, ILogger<TerminalLoop> logger)
    {
        (this.parts, this.logger) = (parts, logger);
        terminal = new LiveTerminal(setup, past, parts);
        levels = new Levels(parts.Journal, parts.Lists, parts.Clock);
        watchdog = new Watchdog(parts.Manager, parts.Time);
        bell = new AlarmBell(parts.Station, parts.Clock);
        wiping = new Wiping(parts.WipeAfter, parts.Clock, parts.EnrolledExpirySeconds);
        inbox = new LoopInbox(parts.Time, logger);
        translation = new InputTranslation(parts, levels, logger);
        next = new NextSetup(terminal, translation, parts.Station);
    }

    /// <summary>Who works beside the loop asks here before each piece.</summary>
    public GuestsFirst Guests { get; } = new(TimeSpan.FromMilliseconds(20));

    /// <summary>All that it knew after its last input: another thread may look.</summary>
    public TerminalState State => terminal.State;

    /// <summary>Its rules, and what it sells now: another thread may look.</summary>
    public TerminalSetup Setup => terminal.Setup;

    /// <inheritdoc cref="TerminalClock.TrustedWall"/>
    public long? TrustedWall => parts.Clock.TrustedWall;

    /// <summary>The journal takes no more: nothing is sold, and the loop lasts only as long as a fire.</summary>
    public bool JournalHasFailed => Volatile.Read(ref journalHasFailed);

    /// <summary>Nothing is taken any more.</summary>
    public bool HasEnded => Volatile.Read(ref hasEnded);

    /// <summary>How long it has been at the input in hand; null: it has none, or nobody watches.</summary>
    public TimeSpan? BusyFor =>
        Volatile.Read(ref busySince) is not Idle and var begun ? parts.Time.GetElapsedTime(begun) : null;

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
        try
        {
            var failure = Take(started);
            if (failure is null)
                parts.Manager.Ready();
            while (failure is null && !terminal.HasStopped && !Wiping.IsOver(terminal.State))
            {
                var input = await NextAsync();
                failure = Answer(input) ?? (terminal.Outlived(input) is { } outlived ? Take(outlived) : null);
            }
            if (failure is null)
                return Wiping.WhyOf(terminal.State.Past) is { } why
                    ? new LoopEnd.OutForGood(why)
                    : new LoopEnd.Stopped();
            await StandOpenAsync();
            return new LoopEnd.JournalFailed(failure);
        }
        finally
        {
            Volatile.Write(ref hasEnded, true);
            inbox.Close();
            terminal.LetListGo();
        }
    }

    /// <summary>
    /// With the loop the daemon ends, and lets the turnstile's line go: not while there is a fire, whatever the disk
    /// says. Whoever asks it to stop has a reason.
    /// </summary>
    private async Task StandOpenAsync()
    {
        while (true)
        {
            watchdog.Feed();
            switch (inbox.Take())
            {
                case LoopInput.Core { Input: Input.StopRequested }:
                    return;
                case LoopInput.Core { Input: Input.FireBegan or Input.FireEnded } fire:
                    terminal.SayFire(fire.Input is Input.FireBegan);
                    break;
                case null when !terminal.State.Present.FireIsOn:
                    return;
                case null when inbox.Heard.Take() is null:
                    await inbox.WaitAsync(watchdog.MillisecondsLeft);
                    break;
            }
        }
    }

    /// <summary>The next input, or the time that the core wants to be woken at.</summary>
    private async Task<Input> NextAsync()
    {
        while (true)
        {
            watchdog.Feed();
            bell.Ring(terminal.State.Past.Faults);
            if (levels.Change(terminal.State.Past.Faults) is { } change)
                return change;
            if (terminal.Due() is { } due)
                return due;
            if (wiping.Begins(terminal.State, terminal.Setup.Limits) is { } began)
                return began;
            var phase = terminal.State.Present.Phase;
            if (next.Due(out var refused) is { } changed)
                return changed;
            if (refused is not null)
                LogOutdated(logger, refused);
            // Before each input a piece of what was heard: the line of one sale is taken in, and says that something is
            // missing when others stand behind it. In this order, or what came before the input could be overlooked.
            if (inHand is null)
            {
                inHand = inbox.Take();
                if (inHand is not null && inbox.Heard.Take() is { } piece)
                    return piece;
            }
            if (inHand is { } input)
            {
                inHand = null;
                if (input is LoopInput.Reconfigured reconfigured)
                    next.Offer(reconfigured);
                else if (!next.Admits(input))
                    LogUnseen(logger);
                else if (translation.Translate(input, terminal.Asked, terminal.Cards) is { } understood)
                {
                    if (understood is Input.ListLost)
                        LoseList(input);
                    return understood;
                }
                continue;
            }
            var left = phase.WakeAtMilliseconds - parts.Clock.Monotonic;
            if (left <= 0)
                return new Input.TimePassed();
            if (inbox.Heard.Take() is { } heard)
                return heard;
            await inbox.WaitAsync(Sooner(
                Sooner(left, watchdog.MillisecondsLeft), Sooner(bell.MillisecondsLeft, wiping.MillisecondsLeft)));
        }
    }

    private static long? Sooner(long? one, long? other) => one is null || other < one ? other : one;

    /// <inheritdoc cref="Take(Input)"/>
    private string? Answer(Input input)
    {
        if (input is Input.PeersHeard)
            return Take(input);
        Guests.Begin();
        try
        {
            return Take(input);
        }
        finally
        {
            Guests.End();
        }
    }

    /// <returns>Why the journal takes no more; null when all is well.</returns>
    private string? Take(Input input)
    {
        var begun = parts.Meter is null ? Idle : parts.Time.GetTimestamp();
        Volatile.Write(ref busySince, begun);
        var step = terminal.Take(input);
        if (step.Failure is not null)
            Volatile.Write(ref journalHasFailed, true);
        parts.Meter?.Took(input, step, parts.Time.GetElapsedTime(begun));
        parts.Traces?.Took(parts.Identity, input, step, terminal.State.Past.Last, begun);
        Report(step.Facts);
        if (step.Ignored is { } why)
            LogIgnored(logger, input.GetType().Name, why);
        Volatile.Write(ref busySince, Idle);
        return step.Failure;
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

    /// <summary>The tap comes again.</summary>
    private void LoseList(LoopInput tap)
    {
        terminal.LetListGo();
        Offer(tap);
    }

    [LoggerMessage(LogLevel.Error, "Fault {Fault}: {Detail}")]
    private static partial void LogFault(ILogger logger, string fault, string detail);

    [LoggerMessage(LogLevel.Information, "Fault {Fault} is over.")]
    private static partial void LogFaultOver(ILogger logger, string fault);

    [LoggerMessage(LogLevel.Debug, "{What}: ignored, {Why}.")]
    private static partial void LogIgnored(ILogger logger, string what, string why);

    [LoggerMessage(LogLevel.Error, "The new configuration is not taken: {Why}.")]
    private static partial void LogOutdated(ILogger logger, string why);

    [LoggerMessage(LogLevel.Information, "A tap came before the display showed the new prices; it was not taken.")]
    private static partial void LogUnseen(ILogger logger);
}
