using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Demo;

/// <summary>Plays a story on a site, and holds each step against what the story says.</summary>
internal sealed class StoryPlayer(Story story, RunningSite site, StoryTeller teller)
{
    private readonly Tally tally = new();

    /// <summary>Taps and answers so far.</summary>
    public Tally Tally => tally;

    public async Task PlayAsync(CancellationToken cancellation)
    {
        foreach (var step in story.Steps)
            await PlayAsync(step, cancellation);
    }

    private async Task PlayAsync(StoryStep step, CancellationToken cancellation)
    {
        switch (step)
        {
            case StoryStep.Say say:
                teller.Say(say.Text);
                break;
            case StoryStep.Tap { Answer: Answer.Interrupted } tap:
                await InterruptAsync(tap, cancellation);
                break;
            case StoryStep.Tap tap:
                await TapAsync(tap, cancellation);
                break;
            case StoryStep.Balance balance:
                await AskForBalanceAsync(balance, cancellation);
                break;
            case StoryStep.Network { IsThere: true }:
                await site.BringNetworkBackAsync(cancellation);
                break;
            case StoryStep.Network:
                await site.CutNetworkAsync(cancellation);
                break;
            case StoryStep.Start:
                await site.StartTerminalAsync(cancellation);
                break;
            case StoryStep.Settle:
                await SettleAsync(cancellation);
                break;
        }
    }

    private async Task TapAsync(StoryStep.Tap tap, CancellationToken cancellation)
    {
        var price = await ChooseAsync(tap, cancellation);
        var seen = site.Panel.Sights.Seen.Count;
        await site.PutAsync(story.Card(tap.Who).Order);

        var (melody, title, line) = tap.Answer switch
        {
            Answer.Approved => ("approved", "Thank you", "approved"),
            Answer.Earlier => ("noticed", "Already paid", "approved earlier, not charged again"),
            Answer.Refused refused => ("refused", $"{refused.Reason}", $"refused, reason {refused.Reason}"),
            _ => throw new InvalidOperationException(),
        };
        var heard = await site.Panel.Sights.First<Sight.Melody>(seen, cancellation);
        if (heard.Name != melody)
            throw new InvalidOperationException(
                $"{tap.Who} should hear '{melody}' and hears '{heard.Name}'; {site.Panel.Display?.Reading}");
        var display = await site.Panel.ReadsAsync(seen, title, cancellation);
        teller.Show($"{tap.Who} taps for {price}: {line}", display);
        tally.Add(tap.Who, tap.Answer);
        await site.TakeAsync(cancellation);
    }

    /// <summary>The sale is in the journal; the display never shows it.</summary>
    private async Task InterruptAsync(StoryStep.Tap tap, CancellationToken cancellation)
    {
        var price = await ChooseAsync(tap, cancellation);
        await site.Panel.FreezeAsync(cancellation);
        var before = Sales();
        await site.PutAsync(story.Card(tap.Who).Order);
        await Eventually.TrueAsync(() => Sales() > before, "the sale is in the journal", cancellation);
        await site.PullThePlugAsync(cancellation);
        await site.TakeAsync(cancellation);
        teller.Note($"{tap.Who} taps for {price}: the plug is pulled (SIGKILL)");
        tally.Add(tap.Who, tap.Answer);
    }

    /// <summary>Keys are pressed, and the amount stands on the display before the tap.</summary>
    private async Task<string> ChooseAsync(StoryStep.Tap tap, CancellationToken cancellation)
    {
        var total = 0L;
        foreach (var article in tap.Articles.Select(story.Article))
        {
            total += article.Cents;
            var seen = site.Panel.Sights.Seen.Count;
            await site.Panel.PressAsync(article.Key, cancellation);
            var due = await site.Panel.ReadsAsync(seen, "To pay", cancellation);
            if (!due.Reading.Text.Contains(Euros(total), StringComparison.Ordinal))
                throw new InvalidOperationException($"The display should ask for {Euros(total)}; {due.Reading}");
        }
        return Euros(total);
    }

    private async Task AskForBalanceAsync(StoryStep.Balance balance, CancellationToken cancellation)
    {
        await site.Panel.PressAsync("clear", cancellation);
        var seen = site.Panel.Sights.Seen.Count;
        await site.PutAsync(story.Card(balance.Who).Order);
        var display = await site.Panel.ReadsAsync(seen, "Your balance", cancellation);
        if (!display.Reading.Text.Contains(Euros(balance.Cents), StringComparison.Ordinal))
            throw new InvalidOperationException($"{balance.Who} has {Euros(balance.Cents)}; {display.Reading}");
        teller.Show($"{balance.Who} asks for the balance", display);
        await site.TakeAsync(cancellation);
    }

    private async Task SettleAsync(CancellationToken cancellation)
    {
        await Eventually.TrueAsync(
            () => Booked() == site.ReadJournal().Count, "the ledger has every record of the journal", cancellation);
        await Eventually.TrueAsync(ListKnowsAllSales, "the terminal's list knows of all sales", cancellation);
        teller.Note($"the ledger has all {site.ReadJournal().Count} records");
    }

    private bool ListKnowsAllSales()
    {
        var journal = site.ReadJournal();
        var lastSale = journal.FindLast(record => record.Fact is Fact.Sale)?.Position;
        var watermark = journal.Select(record => record.Fact).OfType<Fact.ListApplied>().LastOrDefault()?.Watermark;
        return lastSale is null || watermark >= lastSale;
    }

    private int Sales() => site.ReadJournal().Count(record => record.Fact is Fact.Sale);

    private int Booked() => site.ReadLedger().OfType<LedgerEntry.RecordBooked>().Count();

    private static string Euros(long cents) => $"{cents / 100}.{cents % 100:00} €";
}
