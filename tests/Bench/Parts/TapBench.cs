using CloudBridge.Contract;
using CloudBridge.Storage;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using EdgeTerminal.Store;
using HardwareDrivers.Abstractions;
using Tests.Support;

namespace Tests.Bench;

/// <summary>
/// Does to an input what Host's loop does, on a real disk: decides, appends with its sync, folds. Its clock is moved by
/// hand, so that no guest has to be waited for.
/// </summary>
internal sealed class TapBench : IDisposable
{
    private const long TapEvery = 10_000;

    private readonly Terminal terminal = new(Kiosks.Setup());
    private readonly CardTokens tokens = new(Site.Key, CardSettings.None.Classes);
    private readonly FolderStorage disk;
    private readonly Journal journal;
    private readonly ListedCards cards;
    private TerminalState state = TerminalState.Initial;
    private long monotonic = TapEvery;

    public TapBench(TemporaryFolder folder, Site site, int cardCount)
    {
        disk = new FolderStorage(folder.In("journal"));
        journal = Journals.Open(disk, site);
        var lists = CardListStore.Open(
            new FolderStorage(folder.In("cards")), new MemoryCardCache(), Site.Id, Site.Bar, site.LedgerKeys);
        cards = lists.Take(Guests.SaveList(lists, site, cardCount));
        Give(new Input.Started("0.1.0", "machine boot", 1, null, null, lists.StoredList));
        Confirm();
    }

    /// <summary>All bytes of the journal.</summary>
    public long JournalBytes => JournalSegment.In(disk)
        .Sum(segment => new FileInfo(Path.Combine(disk.Name, segment.Name)).Length);

    /// <summary>A guest chooses a beer; the terminal waits for a card.</summary>
    public void Choose() => Give(new Input.ArticleChosen(Kiosks.Beer));

    /// <summary>A card, from the reader's report until the verdict may be shown.</summary>
    public TapTimes Tap(CardIdentity card)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var start = Elapsed.Now;
        var presented = tokens.Present(new ReaderEvent.CardArrived(card, start), cards, out _)!;
        var now = Now();
        var decision = terminal.Decide(state, now, new Input.CardPresented(presented, journal.HasRoom));
        var decided = Elapsed.Now;
        var ofDecision = GC.GetAllocatedBytesForCurrentThread();
        var records = Append(decision, now);
        var appended = Elapsed.Now;
        var ofAppend = GC.GetAllocatedBytesForCurrentThread();
        state = records.Aggregate(state, terminal.Evolve) with { Present = decision.Present };
        var folded = Elapsed.Now;
        var ofFold = GC.GetAllocatedBytesForCurrentThread();
        return state.Present.Phase is KioskPhase.Approved
            ? new TapTimes(
                Elapsed.Milliseconds(start, folded),
                Elapsed.Milliseconds(start, decided),
                Elapsed.Milliseconds(decided, appended),
                Elapsed.Milliseconds(appended, folded),
                new TapBytes(ofDecision - allocated, ofAppend - ofDecision, ofFold - ofAppend))
            : throw new InvalidOperationException($"The tap was not approved: {state.Present.Phase}.");
    }

    /// <summary>Other terminals were heard; null: they were not.</summary>
    public void Hear(Input.PeersHeard? heard)
    {
        if (heard is not null)
            Give(heard);
    }

    /// <summary>As after a start: nothing was heard.</summary>
    public void ForgetPeers() =>
        state = state with { Present = state.Present with { Peers = HeardPeers.AtPowerOn } };

    /// <summary>The display has shown it, the guest takes the card and goes.</summary>
    public void Finish()
    {
        Give(new Input.VerdictShown());
        Give(new Input.FieldEmptied());
        monotonic += TapEvery;
        Give(new Input.TimePassed());
        Confirm();
    }

    public void Dispose()
    {
        cards.Dispose();
        journal.Dispose();
    }

    /// <summary>The ledger says that the list is current.</summary>
    private void Confirm() => Give(new Input.BeatAnswered(cards.Version, monotonic, Clock.Noon + monotonic));

    private void Give(Input input)
    {
        var now = Now();
        var decision = terminal.Decide(state, now, input);
        var records = decision.Facts.IsEmpty ? [] : Append(decision, now);
        state = records.Aggregate(state, terminal.Evolve) with { Present = decision.Present };
    }

    private Now Now() => new(monotonic, Clock.Noon + monotonic, Trusted: true);

    private IReadOnlyList<JournalRecord> Append(Decision decision, Now now)
    {
        var stamp = new Stamp(1, now.MonotonicMilliseconds, now.WallMilliseconds, now.Trusted);
        return journal.Append(decision.Facts, stamp) is AppendResult.Appended appended
            ? appended.Records
            : throw new IOException("The journal takes no more.");
    }
}

/// <summary>One tap's time and its parts, in milliseconds.</summary>
internal sealed record TapTimes(double Whole, double Decide, double Append, double Evolve, TapBytes Allocated);

/// <summary>What the parts of one tap leave for the garbage collector, in bytes.</summary>
internal sealed record TapBytes(double Decide, double Append, double Evolve)
{
    public double Whole => Decide + Append + Evolve;
}
