using Microsoft.Playwright;
using Tests.Browser;
using Tests.Support;

[assembly: AssemblyFixture(typeof(RunningBench))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Tests.Browser;

/// <summary>A bench and a Chromium. One for all tests but those of pictures.</summary>
public sealed class RunningBench : IAsyncLifetime
{
    /// <summary>Two articles, and four guests with 10.00 each.</summary>
    public const string Story =
        """
        site      le-verger
        terminal  bar-1
        article   beer   1    350    2000  Beer
        article   syrup  2    150    550   Syrup <i>&amp;</i>
        card      anna   04E141125B3C80  uid    ok       TLF 1000
        card      bilal  04A2B4C6D8E0F1  uid    ok       TLF 1000
        card      chloe  04C7D8E9F0A1B2  uid    ok       TLF 1000
        card      dora   04F1A2B3C4D5E6  uid    ok       TLF 1000
        """;

    // As Debian's Chromium is to be started where it may not look around.
    private static readonly string[] Quiet =
    [
        "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required",
    ];

    private readonly List<(string? Test, IBrowserContext Context)> open = [];
    private IPlaywright playwright = null!;
    private IBrowser browser = null!;

    /// <summary>The program that serves the page.</summary>
    public BenchProgram Program { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = LinkedProcess.Find("chromium", "Debian: apt-get install chromium."),
            Args = Environment.IsPrivilegedProcess ? [.. Quiet, "--no-sandbox"] : Quiet,
        });
        Assertions.SetDefaultExpectTimeout((float)Eventually.Deadline.TotalMilliseconds);
        Program = await BenchProgram.StartAsync(Story, "C");
    }

    /// <summary>
    /// A browser of its own, also for other pages than the bench's. Those of tests before are closed: their pages look
    /// four times a second for what has changed, and all of them together keep a machine busy.
    /// </summary>
    public async Task<IBrowserContext> NewAsync(BrowserNewContextOptions options)
    {
        var test = TestContext.Current.Test?.UniqueID;
        foreach (var over in open.Where(one => one.Test != test).ToList())
        {
            open.Remove(over);
            await over.Context.CloseAsync();
        }
        var made = await browser.NewContextAsync(options);
        open.Add((test, made));
        return made;
    }

    /// <summary>Opens the page as somebody new.</summary>
    /// <param name="width">Of the window.</param>
    /// <param name="height">Of the window.</param>
    /// <param name="locale">Of the browser.</param>
    /// <param name="scheme">Whether it likes it light or dark.</param>
    /// <param name="of">Whose page; null: that of the bench of all tests.</param>
    public async Task<IPage> OpenAsync(
        int width = 1280,
        int height = 1240,
        string locale = "en-GB",
        ColorScheme scheme = ColorScheme.Light,
        BenchProgram? of = null)
    {
        var context = await NewAsync(new BrowserNewContextOptions
        {
            Locale = locale,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
        });
        var page = await context.NewPageAsync();
        await page.GotoAsync((of ?? Program).Address.ToString());
        return page;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
        if (Program is not null)
            await Program.DisposeAsync();
    }
}
