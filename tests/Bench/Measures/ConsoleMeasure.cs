using System.Net;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Support;

namespace Tests.Bench;

/// <summary>
/// Pages of the ledger's console with many terminals, from the request to the last byte, in one process.
/// </summary>
internal sealed class ConsoleMeasure : IMeasure
{
    private const int Terminals = 1_000;
    private const int Cards = 20_000;
    private const int Foreign = 2_000;
    private const int Batch = 100;
    private const int Rounds = 200;
    private const string Password = "four words and more";

    public string Name => "console";

    public string Description => $"the console's pages with {Words.Count(Terminals)} terminals, " +
        $"{Words.Count(Cards)} cards and {Words.Count(Foreign)} open rows, over HTTP";

    public async Task RunAsync(Table table, CancellationToken cancellation)
    {
        table.Head(this);
        using var temporary = new TemporaryFolder();
        using var folder = LedgerFolder.Create(temporary.In("ledger"), Site.Id);
        using var site = new Site();
        var fleet = Fill(folder, site);
        var card = FillBooks(folder, site);
        var plan = new HttpPlan(new IPEndPoint(IPAddress.Loopback, FreePort.Find()), ["127.0.0.1"], IsPlain: true)
        {
            HasConsole = true, Fleet = fleet, IsConnected = () => true,
        };
        await using var server = await LedgerServer.StartAsync(plan, folder, NullLoggerFactory.Instance, cancellation);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false });
        if (folder.Accounts.LogIn("anna", Password) is not LoginOutcome.Done { Secret: var secret })
            throw new InvalidOperationException("The measure cannot log in.");
        http.DefaultRequestHeaders.Add("Cookie", $"__Host-ledger-session={secret}");

        var first = await TimesAsync(http, new Uri(plan.Address, "/console"), cancellation);
        table.Times("first page", first, Budget.AtMost("p99 <= 100 ms", 100, first.P99));
        foreach (var (name, path) in new[]
        {
            ("all terminals", "/console/terminals"), ("a card", $"/console/cards/{card}"),
            ("decisions", "/console/decisions"), ("who did what", "/console/acts"),
        })
            table.Times(name, await TimesAsync(http, new Uri(plan.Address, path), cancellation));
    }

    /// <summary>A third sells, a third is gone, of a third nobody has heard.</summary>
    private static Fleet Fill(LedgerFolder folder, Site site)
    {
        var fleet = new Fleet();
        if (folder.Accounts.Create("anna", AccountRole.Viewer, Password) is { } why)
            throw new InvalidOperationException(why);
        for (var number = 0; number < Terminals; number++)
        {
            var terminal = TerminalId.Parse($"bar-{number}");
            LedgerBench.Add(folder.Store, new LedgerEntry.TerminalEnrolled(
                terminal, site.Terminal.PublicKey.ToJsonWebKey(), 1, TerminalLimits.Default, Clock.Noon));
            if (number % 3 != 0)
                Say(SignedMessage.Sign(StatusOf(terminal), site.Terminal).Compact);
            if (number % 3 == 1)
                Say(StatusMessage.LastWill);

            void Say(ReadOnlyMemory<byte> payload)
            {
                var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
                fleet.Heard(terminal, now);
                folder.Store.Read(books => fleet.Take(
                    payload, Site.Id, books.Terminal(terminal), wasKept: false, now));
            }
        }
        return fleet;
    }

    /// <summary>Cards with balances, and sales to cards that nobody knows: a row and money in suspense each.</summary>
    private static CardToken FillBooks(LedgerFolder folder, Site site)
    {
        var last = default(CardToken);
        for (var first = 0; first < Cards; first += Batch)
            LedgerBench.Add(folder.Store, new LedgerEntry.CardsAdded(
                [.. Enumerable.Range(first, Batch).Select(number => CardOf(folder, last = TokenOf(folder, number)))]));
        var (journal, logic) = (
            new JournalWriter(site), new LedgerLogic(Site.Id, folder.Store, folder.Signer, LedgerBench.Options));
        for (var first = 0; first < Foreign; first += Batch)
        {
            SignedObject[] sales =
                [.. Enumerable.Range(first, Batch).Select(number => journal.Next(JournalWriter.Beer($"{number:X8}")))];
            logic.Received([LedgerBench.Message(sales)], now: 0, Clock.Noon);
        }
        return last;
    }

    private static CardToken TokenOf(LedgerFolder folder, int number) => CardUid.TryParse($"{number:X14}", out var uid)
        ? folder.Cards.TokenOf(uid)
        : throw new InvalidOperationException("A UID has fourteen digits.");

    private static NewCard CardOf(LedgerFolder folder, CardToken card) => new(
        card, folder.SiteKey.OwnWallet(card), CardClass.Uid, CardState.Ok,
        [new AssetAmount(AssetId.Parse("TLF"), new Money(10_00))]);

    private static StatusMessage StatusOf(TerminalId terminal) => new(
        Site.Id, Addressee.Ledger, terminal, 1, new Nonce(1), TerminalActivity.Serving, "0.1.0", new ListVersion(1, 3),
        ListAgeMilliseconds: 800, QueueEpoch: 1, QueueEnd: 5, Faults: ["NetworkLost"]);

    private static async Task<Distribution> TimesAsync(HttpClient http, Uri page, CancellationToken cancellation)
    {
        var times = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var start = Elapsed.Now;
            using var answer = await http.GetAsync(page, cancellation);
            await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(cancellation);
            times.Add(Elapsed.Milliseconds(start));
        }
        return Distribution.Of(times);
    }
}
