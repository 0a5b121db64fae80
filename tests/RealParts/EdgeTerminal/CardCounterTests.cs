using CloudBridge.Contract;
using Tests.Support;
using static Tests.Support.SecureCards;

namespace Tests.RealParts.EdgeTerminal;

/// <summary>
/// Cards whose proof is a counter, at the real daemon: a reading counts once. Each tap reads a card once more than it
/// was read before, or twice where the reader must ask it again; so the exact edges of a step are unit tests'.
/// </summary>
[Collection(nameof(Alone))]
public sealed class CardCounterTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Sticker)]
    [InlineData(Ticket)]
    public async Task A_counter_counts_when_it_has_gone_up_and_not_by_too_much_before_the_ledger_is_told(string card)
    {
        await using var till = await SecureTill.OpenAsync(Plan, Cancellation);
        // The first reading may be any.
        await till.TapAsync(True(card, counter: 40), "Thank you");
        var first = till.LastCounter();
        await till.TapAndLeaveAsync(True(card, counter: first - 20), "105");
        await till.TapAsync(True(card, counter: first), "Thank you");
        var second = till.LastCounter();
        await till.TapAndLeaveAsync(True(card, counter: second + 20 * LargestStep), "105");
        var tooFar = till.LastRefusedCounter();
        await till.TapAsync(True(card, counter: second + 1), "Thank you");
        var third = till.LastCounter();

        Assert.Equal(
            $"{card}: counter {tooFar} from the next list on\n", await till.SetCounterAsync(card, tooFar));
        await till.TapAndLeaveAsync(True(card, counter: third), "105");
        await till.TapAsync(True(card, counter: tooFar), "Thank you");

        Assert.InRange(second - first, 1, LargestStep);
        Assert.InRange(third - second, 2, LargestStep);
        Assert.InRange(till.LastCounter() - tooFar, 1, LargestStep);
        Assert.All(till.Sales(), sale => Assert.Equal(CardClass.Counter, sale.PresentedClass));
        Assert.Equal(4, till.Sales().Count());
        Assert.Equal(Enumerable.Repeat(Reason.ClassTooWeak, 3), till.Refusals());
        await till.CloseAsync();
    }

    [Fact]
    public async Task Without_cache_list_and_network_a_reading_still_counts_once()
    {
        await using var till = await SecureTill.OpenAsync(Plan, Cancellation);
        await till.TapAsync(True(Sticker, counter: 40), "Thank you");
        var sticker = till.LastCounter();
        await till.Site.CutNetworkAsync(Cancellation);
        await till.TapAsync(True(Ticket, counter: 70), "Thank you");

        // Only the journal has the second one.
        await till.ForgetAsync("terminal/cache");
        await till.TapAsync(True(Sticker, counter: 20), "105");
        await till.TapAsync(True(Ticket, counter: 50), "105");

        // What the list has of both comes back with the list.
        await till.Site.BringNetworkBackAsync(Cancellation);
        await till.ListKnowsAllSalesAsync();
        await till.ForgetAsync("terminal/cache", "terminal/cards");
        await till.TapAsync(True(Sticker, counter: 20), "105");
        await till.TapAsync(True(Ticket, counter: 50), "105");
        await till.TapAsync(True(Sticker, counter: sticker), "Thank you");
        await till.CloseAsync();
    }
}
