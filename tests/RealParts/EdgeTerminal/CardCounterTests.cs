using CloudBridge.Contract;
using Tests.Support;
using static Tests.Support.SecureCards;

namespace Tests.RealParts.EdgeTerminal;

/// <summary>Cards whose proof is a counter, at the real daemon: a reading counts once.</summary>
public sealed class CardCounterTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Sticker)]
    [InlineData(Ticket)]
    public async Task A_counter_counts_when_it_has_gone_up_and_not_by_too_much(string card)
    {
        await using var till = await SecureTill.OpenAsync(Plan, Cancellation);
        // Read once more than before by each tap. The first reading may be any.
        await till.TapAsync(True(card, counter: 40), "Thank you");
        await till.TapAsync(True(card, counter: 40), "105");
        await till.TapAsync(True(card, counter: 12), "105");
        await till.TapAsync(True(card, counter: 40 + LargestStep), "Thank you");
        await till.TapAsync(True(card, counter: 41 + 2 * LargestStep), "105");
        await till.TapAsync(True(card, counter: 40 + 2 * LargestStep), "Thank you");

        Assert.Equal(
            [(CardClass.Counter, 41L), (CardClass.Counter, 46L), (CardClass.Counter, 51L)],
            till.Sales().Select(sale => (sale.PresentedClass!.Value, sale.PresentedCounter!.Value)));
        Assert.Equal(Enumerable.Repeat(Reason.ClassTooWeak, 3), till.Refusals());
        await till.CloseAsync();
    }

    [Fact]
    public async Task Without_cache_list_and_network_a_reading_still_counts_once()
    {
        await using var till = await SecureTill.OpenAsync(Plan, Cancellation);
        await till.TapAsync(True(Sticker, counter: 40), "Thank you");
        await till.Site.CutNetworkAsync(Cancellation);
        await till.TapAsync(True(Ticket, counter: 70), "Thank you");

        // Only the journal has the second one.
        await till.ForgetAsync("terminal/cache");
        await till.TapAsync(True(Sticker, counter: 40), "105");
        await till.TapAsync(True(Ticket, counter: 70), "105");

        // What the list has of both comes back with the list.
        await till.Site.BringNetworkBackAsync(Cancellation);
        await till.ListKnowsAllSalesAsync();
        await till.ForgetAsync("terminal/cache", "terminal/cards");
        await till.TapAsync(True(Sticker, counter: 40), "105");
        await till.TapAsync(True(Ticket, counter: 70), "105");
        await till.TapAsync(True(Sticker, counter: 41), "Thank you");
        await till.CloseAsync();
    }
}
