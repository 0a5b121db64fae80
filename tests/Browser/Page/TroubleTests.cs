using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Tests.Browser;

/// <summary>A page that looks alive and is not says so, and so does an order that was not carried out.</summary>
public sealed class TroubleTests(RunningBench bench)
{
    private const string Looks = "**/changes?*";

    [Theory]
    [InlineData("is gone")]
    [InlineData("hangs")]
    [InlineData("fails")]
    public async Task A_bench_that_does_not_answer_is_told_until_it_does(string how)
    {
        var page = await bench.OpenAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeEmptyAsync();
        await page.RouteAsync(Looks, how switch
        {
            "is gone" => route => route.AbortAsync(),
            "hangs" => _ => Task.CompletedTask,
            _ => route => route.FulfillAsync(new() { Status = 500 }),
        });
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync(
            "The bench does not answer. What stands here may be old.");

        await page.UnrouteAsync(Looks);
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeEmptyAsync();
    }

    [Fact]
    public async Task An_order_that_a_dead_terminal_does_not_carry_out_is_told_until_one_is()
    {
        var page = await bench.OpenAsync();
        var drink = StationOnPage.Drink(page);
        await drink.ShowsAsync("Choose a tap");
        bench.Program.KillDaemonOf("tap-1");
        await drink.ShowsAsync("dark");
        var answer = await page.RunAndWaitForResponseAsync(
            () => drink.PressAsync("Stop"), response => response.Url.EndsWith("/key/stop", StringComparison.Ordinal));

        Assert.Equal(503, answer.Status);
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Drink station: that was not done");
        await drink.PressAsync("Pull the plug");
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeEmptyAsync();
        await drink.PressAsync("Put the plug in");
        await drink.ShowsAsync("Choose a tap");
    }
}
