using CloudBridge.Contract;
using CloudBridge.Ledger;
using EdgeTerminal.Core;
using Tests.Support;

namespace Tests.RealParts.EdgeTerminal;

/// <summary>A running site whose cards prove themselves, and the guests before it; its log tells everything.</summary>
internal sealed class SecureTill : IAsyncDisposable
{
    private readonly CancellationToken cancellation;

    private SecureTill(RunningSite site, CancellationToken cancellation) =>
        (Site, this.cancellation) = (site, cancellation);

    public RunningSite Site { get; }

    public static async Task<SecureTill> OpenAsync(SitePlan plan, CancellationToken cancellation)
    {
        var chatty = plan.TerminalEnvironment.Add("EDGE_TERMINAL__log__level", "trace");
        return new SecureTill(
            await RunningSite.OpenAsync(plan with { TerminalEnvironment = chatty }, cancellation), cancellation);
    }

    /// <summary>Lays a card there, waits until the display says so, and takes it away.</summary>
    /// <param name="card">As <c>put</c> takes it: several with a <c>+</c> between them.</param>
    /// <param name="answer">What the display must say.</param>
    public async Task TapAsync(string card, string answer)
    {
        var seen = Site.Panel.Sights.Seen.Count;
        await Site.PutAsync(card);
        await Site.Panel.ReadsAsync(seen, answer, cancellation);
        await Site.TakeAsync(cancellation);
    }

    /// <summary>
    /// The same, and waits for the price to stand there again: whose card comes back before that slipped, and is not
    /// charged.
    /// </summary>
    public async Task TapAndLeaveAsync(string card, string answer)
    {
        var seen = Site.Panel.Sights.Seen.Count;
        await Site.PutAsync(card);
        var told = await Site.Panel.ReadsAsync(seen, answer, cancellation);
        await Site.TakeAsync(cancellation);
        await Site.Panel.ReadsAsync(BehindOf(told), "To pay", cancellation);
    }

    /// <summary>A card that is taken away in the middle of a command.</summary>
    /// <param name="card">As <c>put</c> takes it.</param>
    /// <param name="command">Which of those that it is told.</param>
    public async Task SnatchAsync(string card, int command)
    {
        var seen = Site.Panel.Sights.Seen.Count;
        await Site.OrderReaderAsync($"snatch {command}");
        await Site.PutAsync(card);
        var told = await Site.Panel.ReadsAsync(seen, "Hold the card", cancellation);
        await Site.Panel.ReadsAsync(BehindOf(told), "Hold your card", cancellation);
    }

    /// <summary>What has been shown behind it since counts, too.</summary>
    private int BehindOf(Sight told) =>
        Site.Panel.Sights.Seen.TakeWhile(sight => !ReferenceEquals(sight, told)).Count() + 1;

    /// <summary>Pulls the plug, deletes folders, and starts again; waits for the card list.</summary>
    public async Task ForgetAsync(params string[] folders)
    {
        await Site.PullThePlugAsync(cancellation);
        foreach (var path in folders.Select(Site.In).Where(Directory.Exists))
            Directory.Delete(path, recursive: true);
        await Site.StartTerminalAsync("To pay", cancellation);
        await Eventually.TrueAsync(() => !IsRaised(Fault.CardListLost), "the card list is there", cancellation);
    }

    /// <summary>
    /// Says beside the running ledger what a card's counter reads, and waits until the terminal uses a list that was
    /// made since.
    /// </summary>
    /// <returns>What the command said.</returns>
    public async Task<string> SetCounterAsync(string uid, long reading)
    {
        var said = await Site.LedgerSaysAsync(["set-counter", uid, $"{reading}"], cancellation);
        await Site.ListKnowsAsync<LedgerEntry.CounterSet>(cancellation);
        return said;
    }

    /// <summary>Waits until the terminal uses a list that has all of its sales.</summary>
    public Task ListKnowsAllSalesAsync() => Eventually.TrueAsync(
        () =>
        {
            var journal = Site.ReadJournal();
            var lastSale = journal.FindLast(record => record.Fact is Fact.Sale)!.Position;
            return journal.Select(record => record.Fact).OfType<Fact.ListApplied>().Last().Watermark >= lastSale;
        },
        "the list knows of all sales",
        cancellation);

    /// <summary>On what the sales were decided, in order.</summary>
    public IEnumerable<Verdict> Sales() =>
        Site.ReadJournal().Select(record => record.Fact).OfType<Fact.Sale>().Select(sale => sale.Verdict);

    /// <summary>What the card showed that bought last; a reader that had to ask it again has stepped its counter again.
    /// </summary>
    public int LastCounter() => checked((int)Sales().Last().PresentedCounter!.Value);

    /// <summary>Why taps were refused, in order.</summary>
    public IEnumerable<Reason> Refusals() => RefusalFacts().Select(refusal => refusal.Reason);

    /// <summary>What the card showed that was refused last.</summary>
    public int LastRefusedCounter() => checked((int)RefusalFacts().Last().Verdict.PresentedCounter!.Value);

    /// <summary>Stops in order; no card and no key is in a log or in the journal.</summary>
    public async Task CloseAsync()
    {
        await Site.StopAsync(cancellation);
        var (terminal, ledger) = Site.Said;
        var file = await File.ReadAllTextAsync(Site.In("terminal.log"), cancellation);
        var journal = await RunningSite.TerminalSaysAsync(["journal", "show", Site.In("terminal")], cancellation);
        var said = string.Join('\n', terminal);
        Assert.All([said, file], log => Assert.Contains("starts", log, StringComparison.Ordinal));
        var logs = string.Join('\n', [said, file, .. ledger]);
        foreach (var secret in SecureCards.Secrets)
        {
            Assert.DoesNotContain(secret, logs, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(secret, journal, StringComparison.OrdinalIgnoreCase);
        }
    }

    public ValueTask DisposeAsync() => Site.DisposeAsync();

    private IEnumerable<Fact.Refusal> RefusalFacts() =>
        Site.ReadJournal().Select(record => record.Fact).OfType<Fact.Refusal>();

    private bool IsRaised(Fault fault) => Site.ReadJournal().Select(record => record.Fact).LastOrDefault(fact =>
        fact is Fact.FaultRaised raised && raised.Fault == fault.ToString() ||
        fact is Fact.FaultCleared cleared && cleared.Fault == fault.ToString()) is Fact.FaultRaised;
}
