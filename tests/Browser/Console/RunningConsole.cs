using System.Net;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Playwright;
using Tests.Support;

namespace Tests.Browser;

/// <summary>A ledger with its console over TLS, some terminals, and an evening's sales.</summary>
internal sealed class RunningConsole : IAsyncDisposable
{
    public const string Password = "four words and more";

    private const string Uid = "04E141125B3C80";

    private readonly TemporaryFolder temporary = new();
    private readonly Site site = new();
    private readonly List<string> complaints = [];
    private LedgerServer server = null!;

    public LedgerFolder Folder { get; private set; } = null!;

    public Fleet Fleet { get; } = new();

    /// <summary>A guest's.</summary>
    public CardToken Card => Folder.Cards.TokenOf(Read());

    /// <summary>What browsers said against a page, its policy among it.</summary>
    public IReadOnlyList<string> Complaints => complaints;

    private static string Pictures => Path.Combine(
        Checkout.Root, Environment.GetEnvironmentVariable("ET_PICTURES") == "docs" ? "docs" : "artifacts", "console");

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    public static async Task<RunningConsole> StartAsync()
    {
        var console = new RunningConsole();
        console.Folder = LedgerFolder.Create(console.temporary.In("ledger"), Site.Id);
        foreach (var role in Enum.GetValues<AccountRole>())
            Assert.Null(console.Folder.Accounts.Create($"{EnumName.Of(role)}-1", role, Password));
        console.Fill();
        var plan = new HttpPlan(new IPEndPoint(IPAddress.Loopback, FreePort.Find()), ["127.0.0.1"], IsPlain: false)
        {
            HasConsole = true, Fleet = console.Fleet, IsConnected = () => true,
        };
        console.server = await LedgerServer.StartAsync(
            plan, console.Folder, NullLoggerFactory.Instance, TestContext.Current.CancellationToken);
        return console;
    }

    /// <summary>Opens the console as somebody new, who logs in.</summary>
    public async Task<IPage> LogInAsync(
        RunningBench bench,
        AccountRole role,
        bool hasScript = true,
        string locale = "en-GB",
        ColorScheme scheme = ColorScheme.Light)
    {
        var context = await bench.NewAsync(new BrowserNewContextOptions
        {
            IgnoreHTTPSErrors = true,
            JavaScriptEnabled = hasScript,
            Locale = locale,
            ColorScheme = scheme,
            ViewportSize = new ViewportSize { Width = 1280, Height = 900 },
        });
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                complaints.Add(message.Text);
        };
        await page.GotoAsync(Folder.Server.Address!.ToString());
        await page.Locator("input[name=name]").FillAsync($"{EnumName.Of(role)}-1");
        await page.Locator("input[name=password]").FillAsync(Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/console");
        return page;
    }

    /// <summary>A page's address.</summary>
    public string PlaceOf(string place) => new Uri(Folder.Server.Address!, place).ToString();

    /// <summary>A terminal is created, and asks to be let in.</summary>
    /// <returns>The four words that it shows.</returns>
    public string Ask(string terminal)
    {
        using var key = Es256Signer.Create();
        var (id, ledger, nonce) = (TerminalId.Parse(terminal), Folder.Signer.KeyId, Nonce.Create());
        Assert.Null(Folder.Desk.Create(id, "kiosk", TerminalLimits.Default, out var pin));
        Assert.IsType<AskOutcome.Waits>(Folder.Desk.Ask(new EnrolmentRequest(
            EnrolmentRequest.CurrentVersion, Site.Id, id, key.PublicKey.ToJsonWebKey(), ledger, nonce,
            EnrolmentPin.Prove(EnrolmentPin.Derive(Site.Id, id, pin), key.KeyId, ledger, nonce))));
        return EnrolmentWords.Of(key.KeyId, ledger);
    }

    /// <summary>Takes a picture for the documents.</summary>
    public static async Task TakeAsync(IPage page, string name, bool isPhone)
    {
        if (isPhone)
            await page.SetViewportSizeAsync(390, 844);

        // Whoever holds it in one hand does not push a page to and fro.
        Assert.True(await page.EvaluateAsync<bool>(
            "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, $"{name}.png") });
    }

    /// <summary>A terminal says that it serves.</summary>
    public void Say(string terminal, long end = 3, params string[] faults) => Say(
        terminal,
        SignedMessage.Sign(
            new StatusMessage(
                Site.Id, Addressee.Ledger, TerminalId.Parse(terminal), 1, new Nonce(1),
                faults.Length == 0 ? TerminalActivity.Serving : TerminalActivity.OutOfService, "0.1.0",
                new ListVersion(1, 3), ListAgeMilliseconds: 800, QueueEpoch: 1, QueueEnd: end, Faults: [.. faults],
                Reason: faults.Length == 0 ? null : Reason.DeviceFault, UnlistedDebits: new Money(42_50)),
            site.Terminal).Compact);

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Folder.Dispose();
        site.Dispose();
        temporary.Dispose();
    }

    private void Say(string terminal, ReadOnlyMemory<byte> payload)
    {
        var id = TerminalId.Parse(terminal);
        Fleet.Heard(id, Now);
        Folder.Store.Read(books => Fleet.Take(payload, Site.Id, books.Terminal(id), wasKept: false, Now));
    }

    private void Fill()
    {
        foreach (var terminal in new[] { "bar-1", "bar-2", "gate-1", "tap-1", "tap-2" })
            LedgerBench.Add(Folder.Store, new LedgerEntry.TerminalEnrolled(
                TerminalId.Parse(terminal), site.Terminal.PublicKey.ToJsonWebKey(), 1, TerminalLimits.Default,
                Now - 100_000_000, "console:operator-1", "for the season"));
        Say("bar-1");
        Say("bar-2", end: 0);
        Say("gate-1", 0, "ReaderLost");
        Say("tap-1");
        Say("tap-1", StatusMessage.LastWill);
        var card = Card;
        Folder.Vault.Add([new VaultRow(Uid, card, "B194AEB9")]);
        LedgerBench.Add(Folder.Store, new LedgerEntry.CardsAdded(
        [
            new NewCard(
                card, Folder.SiteKey.OwnWallet(card), CardClass.Uid, CardState.Ok,
                [new AssetAmount(AssetId.Parse("TLF"), new Money(1_000_00))]),
        ]));
        Decide();
        var journal = new JournalWriter(site);
        var logic = new LedgerLogic(Site.Id, Folder.Store, Folder.Signer, LedgerBench.Options);
        for (var hour = 20; hour > 0; hour--)
            logic.Received(
                [LedgerBench.Message([.. Sales(journal, hour)])], now: 0, Now - hour * 3_600_000L);
    }

    /// <summary>So that there is somebody who did something.</summary>
    private void Decide()
    {
        var late = TerminalId.Parse("bar-9");
        Assert.Null(Folder.Desk.Create(late, "kiosk", TerminalLimits.Default, out _));
        Assert.Null(Folder.Desk.Refuse(late, new Decider("console:operator-1", "its PIN was read aloud")));
        Assert.Null(Folder.TreasuryOf("treasurer-1").ClosePeriod(
            DateTimeOffset.FromUnixTimeMilliseconds(Now - 200_000_000), "counted and filed"));
        Assert.Null(Folder.TreasuryOf("operator-1").Command(
            TerminalId.Parse("gate-1"), CommandKind.Restart, null, TimeSpan.FromMinutes(5), "its reader hangs", out _));
    }

    /// <summary>Some hours are busier, and some cards are not this ledger's: somebody has to decide.</summary>
    private IEnumerable<SignedObject> Sales(JournalWriter journal, int hour)
    {
        var at = Now - hour * 3_600_000L;
        var payment = BeerOf(Card).Payments[0];
        for (var pour = 0; pour < 2 + hour * 3 % 7; pour++)
        {
            var hold = journal.Next(
                new Fact.Hold(payment, ArticleId.Parse("beer"), new Money(700), 500, Records.Verdict), at);
            yield return hold;
            var held = JournalWriter.NameOf(hold);
            yield return journal.Next(
                new Fact.Capture(
                    new RecordPosition(held.Epoch, held.Sequence), payment, 250, 500_000, "cardGone"),
                at);
        }
        yield return journal.Next(
            new Fact.Entry(Card, 1 + hour * 5 % 7, [payment], Records.Verdict), at);
        for (var sale = 0; sale < 3 + hour * 7 % 11; sale++)
        {
            var isForeign = sale == 1 && hour % 7 == 0;
            yield return journal.Next(
                BeerOf(isForeign ? Site.Card("DEADBEEF") : Card), at);
        }
    }

    private static CardUid Read() => CardUid.TryParse(Uid, out var uid) ? uid : throw new FormatException(Uid);

    private static Fact.Sale BeerOf(CardToken card)
    {
        var beer = JournalWriter.Beer(Uid);
        return beer with { Card = card, Payments = [beer.Payments[0] with { Card = card, Wallet = null }] };
    }
}
