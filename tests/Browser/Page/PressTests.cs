using Tests.Support;

namespace Tests.Browser;

/// <summary>A press counts, however much of the page changes between a finger's going down and its coming up.</summary>
public sealed class PressTests(RunningBench bench)
{
    [Fact]
    public async Task A_button_that_changes_under_a_finger_is_pressed_all_the_same()
    {
        var (page, other) = (await bench.OpenAsync(), await bench.OpenAsync());
        var (kiosk, elsewhere) = (StationOnPage.Kiosk(page), StationOnPage.Kiosk(other));
        await kiosk.PressAsync("Clear");
        await kiosk.ShowsAsync("Welcome");

        await kiosk.PointAtAsync("Chloe");
        await page.Mouse.DownAsync();
        await elsewhere.LayAsync("Anna");
        await elsewhere.LiesAsync("Anna");
        // A look that began after it, and the next one: the answer to the first was dealt with.
        await page.WaitForRequestAsync("**/changes?*");
        await page.WaitForRequestAsync("**/changes?*");
        Assert.True(await kiosk.OffersAsync("Anna"));
        await page.Mouse.UpAsync();

        await kiosk.TakeAsync("Chloe");
        await kiosk.ShowsAsync("Welcome");
    }
    [Fact]
    public async Task A_press_that_waits_for_another_counts_though_its_button_was_replaced()
    {
        const string Clears = "**/key/clear";
        var (page, other) = (await bench.OpenAsync(), await bench.OpenAsync());
        var (kiosk, elsewhere) = (StationOnPage.Kiosk(page), StationOnPage.Drink(other));
        var (clears, mayClear) = (new TaskCompletionSource(), new TaskCompletionSource());
        await page.RouteAsync(Clears, async route =>
        {
            clears.SetResult();
            await mayClear.Task;
            await route.ContinueAsync();
        });

        await kiosk.PressAsync("Clear");
        await clears.Task.WaitAsync(Eventually.Deadline, TestContext.Current.CancellationToken);
        await kiosk.LayAsync("Chloe");
        await elsewhere.LayAsync("Anna");
        await kiosk.SaysAsync("Anna: elsewhere");
        mayClear.SetResult();
        await kiosk.LiesAsync("Chloe");

        await kiosk.TakeAsync("Chloe");
        await kiosk.ShowsAsync("Welcome");
        await elsewhere.TakeAsync("Anna");
        await elsewhere.ShowsAsync("Choose a tap");
    }
}
