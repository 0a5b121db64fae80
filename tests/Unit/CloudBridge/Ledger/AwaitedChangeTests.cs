using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>What somebody waits to see in a list, and what can wait.</summary>
public sealed class AwaitedChangeTests : SaidListsBench
{
    /// <summary>A balance goes up where a hold was not used up, all evening long where drinks are drawn.</summary>
    [Fact]
    public void What_guests_spend_is_not_awaited_though_a_hold_gives_some_of_it_back()
    {
        Say(() => Ledger.Take(Terminal.Next(
            new Fact.Hold(Pays(500), ArticleId.Parse("beer"), new Money(1_000), 500, Records.Verdict))));
        Say(() => Ledger.Take(Terminal.Next(
            new Fact.Capture(new RecordPosition(1, 1), Pays(300), 300, 300_000, "cardGone"))));
        Say(() => Ledger.Take(Terminal.Next(JournalWriter.Beer(Guest))));

        Assert.Equal([9_500, 9_700, 9_350], Listener.Deltas.Select(delta =>
            delta.Changed.Single().Balances.Single().Amount.MinorUnits));
        Assert.All(Listener.Deltas, delta => Assert.False(delta.Awaited));
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
                Ledger.Take(Terminal.Next(new Fact.Refill(Pays(500), Site.Card(Other))));
            else if (what == "a card that was locked")
                Ledger.Take(Terminal.Next(new Fact.CardBlocked(Site.Card(Guest), Site.Card(Other))));
            else if (what == "a new card")
                Ledger.Add(new LedgerEntry.CardsAdded([NewCard(1)]));
            else
                Ledger.Add(Ledger.Enrolment() with { Terminal = TerminalId.Parse("bar-2") });
        });
        Say(() => Ledger.Take(Terminal.Next(JournalWriter.Beer(Guest))));

        Assert.Equal([true, false], Listener.Deltas.Select(delta => delta.Awaited));
    }

    private static Payment Pays(long amount) =>
        new(Site.Card(Guest), WalletOf(Guest), [Records.Amount("TLF", amount)]);

    private void Say(Action change)
    {
        change();
        Say(1_000);
    }
}
