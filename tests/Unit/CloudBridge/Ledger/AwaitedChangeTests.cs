using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>What somebody waits to see in a list, and what can wait.</summary>
public sealed class AwaitedChangeTests : IDisposable
{
    private const string Guest = "04AAAAAA";
    private const string Other = "04BBBBBB";

    private readonly Site site = new();
    private readonly LedgerBench ledger;
    private readonly JournalWriter terminal;
    private readonly ListListener listener;
    private long now;

    public AwaitedChangeTests()
    {
        ledger = new LedgerBench(site).With((Guest, "TLF 10000"));
        terminal = new JournalWriter(site);
        listener = new ListListener(site);
        listener.Hear(ledger.Logic.Connected(now));
    }

    public void Dispose() => site.Dispose();

    /// <summary>A balance goes up where a hold was not used up, all evening long where drinks are drawn.</summary>
    [Fact]
    public void What_guests_spend_is_not_awaited_though_a_hold_gives_some_of_it_back()
    {
        Say(() => ledger.Take(terminal.Next(
            new Fact.Hold(Pays(500), ArticleId.Parse("beer"), new Money(1_000), 500, Records.Verdict))));
        Say(() => ledger.Take(terminal.Next(
            new Fact.Capture(new RecordPosition(1, 1), Pays(300), 300, 300_000, "cardGone"))));
        Say(() => ledger.Take(terminal.Next(JournalWriter.Beer(Guest))));

        Assert.Equal([9_500, 9_700, 9_350], listener.Deltas.Select(delta =>
            delta.Changed.Single().Balances.Single().Amount.MinorUnits));
        Assert.All(listener.Deltas, delta => Assert.False(delta.Awaited));
    }

    [Theory]
    [InlineData("a refill")]
    [InlineData("a card that was locked")]
    [InlineData("a new card")]
    [InlineData("another terminal")]
    public void What_somebody_got_is_awaited_once(string what)
    {
        Say(() =>
        {
            if (what == "a refill")
                ledger.Take(terminal.Next(new Fact.Refill(Pays(500), Site.Card(Other))));
            else if (what == "a card that was locked")
                ledger.Take(terminal.Next(new Fact.CardBlocked(Site.Card(Guest), Site.Card(Other))));
            else if (what == "a new card")
                ledger.Add(new LedgerEntry.CardsAdded([LedgerBench.NewCard(Other, "TLF 100")]));
            else
                ledger.Add(ledger.Enrolment() with { Terminal = TerminalId.Parse("bar-2") });
        });
        Say(() => ledger.Take(terminal.Next(JournalWriter.Beer(Guest))));

        Assert.Equal([true, false], listener.Deltas.Select(delta => delta.Awaited));
    }

    private static Payment Pays(long amount) =>
        new(Site.Card(Guest), Kiosks.WalletOf(Guest), [Records.Amount("TLF", amount)]);

    private void Say(Action change)
    {
        change();
        listener.Hear(ledger.Logic.OnTime(now += 1_000));
    }
}
