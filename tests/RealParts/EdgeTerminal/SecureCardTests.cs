using CloudBridge.Contract;
using Tests.Support;
using static Tests.Support.SecureCards;

namespace Tests.RealParts.EdgeTerminal;

/// <summary>
/// Cards that prove themselves, and what only looks like them, at the real daemon: the emulated reader computes each
/// card's own side.
/// </summary>
public sealed class SecureCardTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_card_enrolled_as_aes_buys_and_what_only_has_its_uid_is_refused_with_105()
    {
        await using var till = await SecureTill.OpenAsync(Plan, Cancellation);
        foreach (var card in new[] { Bracelet, Member, Crew })
        {
            await till.TapAsync(True(card), "Thank you");
            await till.TapAsync(Copy(card), "105");
            await till.TapAsync(WithWrongKey(card), "105");
        }

        Assert.Equal([CardClass.Aes, CardClass.Aes, CardClass.Aes], till.Sales().Select(sale => sale.PresentedClass));
        Assert.Equal(Enumerable.Repeat(Reason.ClassTooWeak, 6), till.Refusals());
        await till.CloseAsync();
    }

    [Fact]
    public async Task A_random_uid_is_refused_with_106_and_two_cards_with_104()
    {
        await using var till = await SecureTill.OpenAsync(Plan, Cancellation);
        await till.TapAsync("08A1B2C3", "106");
        await till.TapAsync($"{True(Bracelet)} + {True(Member)}", "104");

        Assert.Equal([Reason.RandomUid, Reason.TwoCards], till.Refusals());
        await till.TapAsync(True(Bracelet), "Thank you");
        await till.CloseAsync();
    }

    [Fact]
    public async Task A_card_that_leaves_while_it_proves_itself_is_to_be_held_longer_and_costs_nothing()
    {
        await using var till = await SecureTill.OpenAsync(Plan, Cancellation);
        foreach (var card in new[] { Bracelet, Member, Crew })
        {
            // In the middle of the last exchange: the card has answered, and nobody has heard it.
            await till.SnatchAsync(True(card), command: 3);
            Assert.Empty(till.Sales());
            Assert.Empty(till.Refusals());
        }

        await till.TapAsync(True(Bracelet), "Thank you");
        await till.CloseAsync();
    }

    [Theory]
    [InlineData(Bracelet)]
    [InlineData(Member)]
    [InlineData(Crew)]
    public async Task A_copy_that_takes_a_cards_place_while_it_proves_itself_is_refused_with_105(string card)
    {
        await using var till = await SecureTill.OpenAsync(Plan, Cancellation);
        await till.Site.OrderReaderAsync($"swap 2 {WithWrongKey(card)}");
        await till.TapAsync(True(card), "105");

        Assert.Empty(till.Sales());
        Assert.Equal([Reason.ClassTooWeak], till.Refusals());
        await till.CloseAsync();
    }
}
