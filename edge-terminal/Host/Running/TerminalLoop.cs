using System.Threading.Channels;
using CloudBridge.Contract;
using CloudBridge.Relay;
using EdgeTerminal.Core;
using EdgeTerminal.Store;
using HardwareDrivers.Abstractions;
using Microsoft.Extensions.Logging;

namespace EdgeTerminal.Host;

/// <summary>
/// The one loop that owns the state. Input → decide → facts to the journal, synced → fold → effects. Everything else
/// posts to its bounded inbox: when that is full, taps and keys are dropped (a guest who sees nothing happen tries
/// again). What is said only once waits for room: news from the relay, faults, what the display shows, the order to
/// stop.
/// </summary>
internal sealed partial class TerminalLoop
{
    private const int InboxCapacity = 256;

    /// <summary>A tap that waited longer is not sold: its guest may be gone.</summary>
    private static readonly TimeSpan TapPatience = TimeSpan.FromSeconds(3);

    private readonly Terminal terminal;
    private readonly LoopParts parts;
    private readonly ILogger logger;
    private readonly Channel<LoopInput> inbox = Channel.CreateBounded<LoopInput>(
        new BoundedChannelOptions(InboxCapacity) { SingleReader = true });

    private readonly StatusReport status;
    private TerminalState state;
    private ICardCache? cards;
    private GuestScreen? asked;
    private long boot;
    private bool stopped;
    private volatile bool isWaiting;

    public TerminalLoop(TerminalSetup setup, Remembered past, LoopParts parts, ILogger<TerminalLoop> logger)
    {
        (this.parts, this.logger) = (parts, logger);
        terminal = new Terminal(setup);
        state = TerminalState.Initial with { Past = past };
        status = new StatusReport(parts);
    }

    /// <summary>It waits for something to come; tests ask.</summary>
    internal bool IsIdle => isWaiting && inbox.Reader.Count == 0;

    /// <summary>Posts what may be dropped when there is no room.</summary>
    public bool Offer(LoopInput input)
    {
        if (inbox.Writer.TryWrite(input))
            return true;
        LogDropped(logger, input.GetType().Name);
        return false;
    }

    /// <summary>Posts what may not. Nobody listens any more once the loop has ended.</summary>
    public async ValueTask PostAsync(LoopInput input)
    {
        while (!inbox.Writer.TryWrite(input))
            if (!await inbox.Writer.WaitToWriteAsync())
                return;
    }

    /// <summary>The same, for threads of devices: they have nothing else to do.</summary>
    public void Post(LoopInput input) => PostAsync(input).AsTask().GetAwaiter().GetResult();

    /// <summary>Runs until it was asked to stop and has finished what it had in hand, or the journal fails.</summary>
    /// <param name="started">The first input.</param>
    public async Task<LoopEnd> RunAsync(Input.Started started)
    {
        boot = state.Past.Boots + 1;
        parts.Lists.Demand(state.Past.LastListed);
        try
        {
            var failure = Take(started);
            while (failure is null && !stopped)
            {
                var input = await NextAsync();
                failure = Take(input);
            }
            return failure is null ? new LoopEnd.Stopped() : new LoopEnd.JournalFailed(failure);
        }
        finally
        {
            inbox.Writer.TryComplete();
            cards?.Dispose();
        }
    }

    /// <summary>The next input, or the time that the core wants to be woken at.</summary>
    private async Task<Input> NextAsync()
    {
        while (true)
        {
            if (inbox.Reader.TryRead(out var input))
            {
                if (Translate(input) is { } understood)
                    return understood;
                continue;
            }
            var left = state.Present.Kiosk.WakeAtMilliseconds - parts.Clock.Monotonic;
            if (left <= 0)
                return new Input.TimePassed();
            await WaitAsync(left);
        }
    }

    /// <param name="milliseconds">At most; null: as long as it takes.</param>
    private async Task WaitAsync(long? milliseconds)
    {
        using var alarm = milliseconds is { } left
            ? new CancellationTokenSource(TimeSpan.FromMilliseconds(left), parts.Time)
            : new CancellationTokenSource();
        isWaiting = true;
        try
        {
            await inbox.Reader.WaitToReadAsync(alarm.Token);
        }
        catch (OperationCanceledException) when (alarm.IsCancellationRequested)
        {
            // It is time.
        }
        isWaiting = false;
    }

    /// <returns>Why the journal takes no more; null when all is well.</returns>
    private string? Take(Input input)
    {
        var now = parts.Clock.Now();
        var decision = terminal.Decide(state, now, input);
        if (!decision.Facts.IsEmpty)
        {
            var stamp = new Stamp(boot, now.MonotonicMilliseconds, now.WallMilliseconds, now.Trusted);
            switch (parts.Journal.Append(decision.Facts, stamp))
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
            case Effect.Stop:
                stopped = true;
                break;
        }
    }

    private Input? Translate(LoopInput input) => input switch
    {
        LoopInput.Core core => core.Input,
        LoopInput.Key { Name: KeyNames.Clear } => new Input.BasketCleared(),
        LoopInput.Key key when parts.Keys.TryGetValue(key.Name, out var article) => new Input.ArticleChosen(article),
        LoopInput.Key => null,
        // By identity: a late report of another guest's verdict says nothing of this one.
        LoopInput.Shown shown =>
            shown.Screen.IsVerdict && ReferenceEquals(shown.Screen, asked) ? new Input.VerdictShown() : null,
        LoopInput.Reader reader => Translate(reader.Event),
        LoopInput.News news => Translate(news.Told),
        _ => throw new InvalidOperationException($"No translation for {input.GetType().Name}."),
    };

    private Input? Translate(ReaderEvent seen)
    {
        switch (seen)
        {
            case ReaderEvent.CardArrived or ReaderEvent.SeveralCards
                when parts.Clock.Since(seen.Timestamp) is var waited && waited > TapPatience:
                LogLateTap(logger, waited);
                return null;
            case ReaderEvent.CardArrived arrived:
                return parts.Tokens.Present(arrived.Card, cards) is { } card
                    ? new Input.CardPresented(card with { LayThere = arrived.LayThere }, parts.Journal.HasRoom)
                    : null;
            case ReaderEvent.SeveralCards:
                return new Input.SeveralCardsPresented(parts.Journal.HasRoom);
            case ReaderEvent.FieldEmptied:
                return new Input.FieldEmptied();
            case ReaderEvent.HealthChanged { Health: ReaderHealth.Lost } lost:
                return new Input.FaultBegan(Fault.ReaderLost, lost.Detail);
            case ReaderEvent.HealthChanged { Health: ReaderHealth.Working }:
                return new Input.FaultEnded(Fault.ReaderLost);
            default:
                return null;
        }
    }

    private Input? Translate(RelayNews news)
    {
        switch (news)
        {
            case RelayNews.BeatAnswered beat:
                parts.Clock.Trust(beat.LedgerMilliseconds);
                return new Input.BeatAnswered(beat.Current, beat.AskedMilliseconds, beat.LedgerMilliseconds);
            case RelayNews.ListStored when parts.Lists.StoredList is { } stored:
                return new Input.ListStored(stored);
            case RelayNews.Diverged diverged:
                return new Input.FaultBegan(Fault.RolledBack, diverged.Detail);
            default:
                return null;
        }
    }

    [LoggerMessage(LogLevel.Error, "Fault {Fault}: {Detail}")]
    private static partial void LogFault(ILogger logger, string fault, string detail);

    [LoggerMessage(LogLevel.Information, "Fault {Fault} is over.")]
    private static partial void LogFaultOver(ILogger logger, string fault);

    [LoggerMessage(LogLevel.Warning, "The inbox is full; dropped: {What}.")]
    private static partial void LogDropped(ILogger logger, string what);

    [LoggerMessage(LogLevel.Debug, "{What}: ignored, {Why}.")]
    private static partial void LogIgnored(ILogger logger, string what, string why);

    [LoggerMessage(LogLevel.Warning, "A tap waited {Waited} and was not taken.")]
    private static partial void LogLateTap(ILogger logger, TimeSpan waited);
}
