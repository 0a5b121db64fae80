using System.Threading.Channels;
using CloudBridge.Contract;
using CloudBridge.Relay;
using CloudBridge.Storage;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using EdgeTerminal.Store;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Pn532;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Support;

namespace Tests.Bench;

/// <summary>
/// The daemon's own loop and reader thread, with a journal on disk; display and relay only take note of the moment.
/// </summary>
internal sealed class TimedTerminal : IStation, IUplink, IDisposable
{
    private readonly Journal journal;
    private readonly TerminalLoop loop;
    private readonly DeviceThread reader;
    private readonly Channel<long> arrivals = Channel.CreateUnbounded<long>();
    private readonly Channel<long> verdicts = Channel.CreateUnbounded<long>();
    private readonly Channel<long> removals = Channel.CreateUnbounded<long>();
    private readonly TaskCompletionSource working = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<LoopEnd> running;

    /// <param name="folder">For its state.</param>
    /// <param name="site">Its site.</param>
    /// <param name="link">The way to its reader.</param>
    /// <param name="kind">The cards that come.</param>
    /// <param name="cardCount">Cards in its list.</param>
    public TimedTerminal(TemporaryFolder folder, Site site, Pn532Link link, CardKind kind, int cardCount)
    {
        journal = Journals.Open(new FolderStorage(folder.In("journal")), site);
        var lists = CardListStore.Open(
            new FolderStorage(folder.In("cards")), new MemoryCardCache(), Site.Id, Site.Bar, site.LedgerKeys);
        Guests.SaveList(lists, site, cardCount);
        // The article is fixed: a beer is asked for all the time, and the next card is the next sale.
        var setup = Kiosks.Setup(kiosk: Kiosks.Bar with { FixedArticle = Kiosks.Beer });
        var parts = new LoopParts(
            new TerminalClock(TimeProvider.System),
            TimeProvider.System,
            journal,
            lists,
            TimeSpan.FromDays(35),
            new CardTokens(Site.Key, kind.Classes),
            new Dictionary<string, Input>(),
            this,
            this,
            new StatusIdentity(Site.Id, Site.Bar, 1, new Nonce(1), "0.1.0"),
            ServiceManager.None);
        loop = new TerminalLoop(setup, Remembered.Nothing, parts, NullLogger<TerminalLoop>.Instance);
        running = loop.RunAsync(new Input.Started("0.1.0", "machine boot", 1, null, null, lists.StoredList));
        reader = new DeviceThread("reader", stopping =>
            new Pn532Reader(link, new Pn532Settings(), TimeProvider.System) { Prover = kind.Prover() }
                .Run(Hear, stopping));
    }

    /// <summary>Completes when the reader works.</summary>
    public Task Working => working.Task;

    /// <summary>When the driver knew the card.</summary>
    public ValueTask<long> ArrivalAsync(CancellationToken cancellation) => arrivals.Reader.ReadAsync(cancellation);

    /// <summary>When the loop ordered the approval's screen: it is in the journal by then.</summary>
    public ValueTask<long> VerdictAsync(CancellationToken cancellation) => verdicts.Reader.ReadAsync(cancellation);

    /// <summary>When the driver knew that the card had gone.</summary>
    public ValueTask<long> RemovalAsync(CancellationToken cancellation) => removals.Reader.ReadAsync(cancellation);

    public void Show(GuestScreen screen)
    {
        if (!screen.IsVerdict)
            return;
        if (screen is not GuestScreen.Approved)
            verdicts.Writer.TryComplete(new InvalidOperationException($"The terminal says {screen}."));
        verdicts.Writer.TryWrite(Elapsed.Now);
        loop.Offer(new LoopInput.Shown(screen));
    }

    public void Speak(ScreenWriter words)
    {
    }

    public void Sound(Cue cue)
    {
    }

    public void JournalGrew()
    {
    }

    public void ListApplied()
    {
    }

    public void AskForCardList()
    {
    }

    public void StatusChanged(StatusMessage status)
    {
    }

    public void Dispose()
    {
        reader.Dispose();
        loop.Offer(new LoopInput.Core(new Input.StopRequested()));
        running.GetAwaiter().GetResult();
        journal.Dispose();
    }

    private void Hear(ReaderEvent seen)
    {
        loop.Offer(new LoopInput.Reader(seen));
        switch (seen)
        {
            case ReaderEvent.CardArrived { Proof: CardProof.Unproved { Why: { } why } }:
                arrivals.Writer.TryComplete(new InvalidOperationException($"A good card was refused: {why}"));
                break;
            case ReaderEvent.CardArrived:
                arrivals.Writer.TryWrite(seen.Timestamp);
                break;
            case ReaderEvent.FieldEmptied:
                removals.Writer.TryWrite(seen.Timestamp);
                break;
            case ReaderEvent.HealthChanged { Health: ReaderHealth.Working }:
                working.TrySetResult();
                break;
        }
    }
}
