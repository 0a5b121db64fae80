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
}
