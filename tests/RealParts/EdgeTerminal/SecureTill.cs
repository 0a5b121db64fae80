using CloudBridge.Contract;
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
    /// <param name="card">As <c>put</c> takes it.</param>
    /// <param name="answer">What the display must say.</param>
    public Task TapAsync(string card, string answer) => TapAsync([card], answer);

    /// <param name="cards">Several, at the same moment: the chip is held until all are there.</param>
    /// <inheritdoc cref="TapAsync(string, string)"/>
    public async Task TapAsync(string[] cards, string answer)
    {
        var seen = Site.Panel.Sights.Seen.Count;
        if (cards.Length > 1)
            await Site.OrderReaderAsync("hang");
        foreach (var card in cards)
            await Site.PutAsync(card);
        if (cards.Length > 1)
            await Site.OrderReaderAsync("release");
        await Site.Panel.ReadsAsync(seen, answer, cancellation);
        await Site.TakeAsync(cancellation);
    }

    /// <summary>A card that is taken away in the middle of a command.</summary>
    /// <param name="card">As <c>put</c> takes it.</param>
    /// <param name="command">Which of those that it is told.</param>
    public async Task SnatchAsync(string card, int command)
    {
        var seen = Site.Panel.Sights.Seen.Count;
        await Site.OrderReaderAsync($"snatch {command}");
        await Site.PutAsync(card);
        await Site.Panel.ReadsAsync(seen, "Hold the card", cancellation);
        seen = Site.Panel.Sights.Seen.Count;
        await Site.Panel.ReadsAsync(seen, "Hold your card", cancellation);
    }

    /// <summary>Pulls the plug, deletes folders, and starts again; waits for the card list.</summary>
    public async Task ForgetAsync(params string[] folders)
    {
        await Site.PullThePlugAsync(cancellation);
        foreach (var path in folders.Select(Site.In).Where(Directory.Exists))
            Directory.Delete(path, recursive: true);
        await Site.StartTerminalAsync("To pay", cancellation);
        await Eventually.TrueAsync(() => !IsRaised(Fault.CardListLost), "the card list is there", cancellation);
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

    /// <summary>Why taps were refused, in order.</summary>
    public IEnumerable<Reason> Refusals() =>
        Site.ReadJournal().Select(record => record.Fact).OfType<Fact.Refusal>().Select(refusal => refusal.Reason);

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

    private bool IsRaised(Fault fault) => Site.ReadJournal().Select(record => record.Fact).LastOrDefault(fact =>
        fact is Fact.FaultRaised raised && raised.Fault == fault.ToString() ||
        fact is Fact.FaultCleared cleared && cleared.Fault == fault.ToString()) is Fact.FaultRaised;
}
