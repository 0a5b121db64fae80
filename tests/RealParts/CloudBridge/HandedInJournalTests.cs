using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.RealParts.CloudBridge;

/// <summary>
/// What an operator does with the journal of a machine that is gone: the real program on a real folder, from
/// <c>ledger ingest</c> to books that agree.
/// </summary>
public sealed class HandedInJournalTests : IDisposable
{
    private const string Stranger = "DEADBEEF";
    private const int Usage = 1;
    private const int BadConfiguration = 2;
    private const int VerificationFailed = 3;
    private const int Fault = 4;

    private static readonly Dictionary<string, string> NoEnvironment = [];

    private readonly Site site = new();
    private readonly TemporaryFolder folder = new();
    private readonly JournalWriter terminal;

    public HandedInJournalTests() => terminal = new JournalWriter(site);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string State => folder.In("ledger");

    public void Dispose()
    {
        site.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task It_is_booked_once_and_what_it_leaves_open_is_settled_by_signed_acts()
    {
        await BeginAsync();
        var far = RecordLine.Write(Records.At(50, new Fact.FireOpened()), site.Terminal);
        var journal = await WriteAsync(
            terminal.Next(JournalWriter.Beer(Kiosks.Guest)), terminal.Next(JournalWriter.Beer(Stranger)), far);

        Assert.Equal(
            (0, "ingest: lines 3, booked 2, known 0, waiting 1, forked 0, not taken 0"),
            await RunAsync("ingest", journal));
        Assert.Equal(
            (0, "ingest: lines 3, booked 0, known 2, waiting 1, forked 0, not taken 0"),
            await RunAsync("ingest", journal));

        string[] far50 = ["book-waiting", "--terminal", "bar-1", "--epoch", "1", "--from", "50", "--note", "not ours"];
        Assert.Equal(BadConfiguration, (await RunAsync(far50)).Code);
        Assert.Equal(Usage, (await RunAsync([.. far50, "--hash", "x"])).Code);
        Assert.Equal(0, (await RunAsync([.. far50, "--even-if-young"])).Code);

        await SeedAsync(Stranger, 1_000);
        Assert.Equal(BadConfiguration, (await SettleAsync("-351")).Code);
        Assert.Equal((0, $"{Stranger}: -350 TLF settled"), await SettleAsync("-350"));
        Assert.Equal(BadConfiguration, (await SettleAsync("-1")).Code);

        var (_, balances) = await RunAsync("balances", "--json");
        Assert.Equal(2, balances.Split("\"amount\":650").Length - 1);
        var (_, rows) = await RunAsync("reconcile");
        Assert.Contains("unknownCard", rows, StringComparison.Ordinal);
        Assert.Contains("fork", rows, StringComparison.Ordinal);
        var (code, check) = await RunAsync("check");
        Assert.Equal(0, code);
        Assert.Contains("chained from line 1, the last is ", check, StringComparison.Ordinal);
        Assert.Contains("records 3, forks 1: all agree", check, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_that_are_not_taken_are_named_and_the_others_are_booked()
    {
        await BeginAsync();
        using var stranger = new Site();
        var journal = await WriteAsync(
            new JournalWriter(stranger).Next(JournalWriter.Beer(Kiosks.Guest)),
            terminal.Next(JournalWriter.Beer(Kiosks.Guest)));
        await File.AppendAllTextAsync(journal, "half a li", Cancellation);

        Assert.Equal(
            (VerificationFailed, "ingest: lines 3, booked 1, known 0, waiting 0, forked 0, not taken 2"),
            await RunAsync("ingest", journal));
        Assert.Equal(Fault, (await RunAsync("ingest", folder.In("no-such-file"))).Code);
    }

    /// <summary>A ledger of the tests' site, with the test terminal and a guest with 10.00.</summary>
    private async Task BeginAsync()
    {
        Assert.Equal(0, (await RunAsync("init", "--site", "verger")).Code);
        await File.WriteAllTextAsync(
            Path.Combine(State, "site.json"), $$"""{"site":"verger","siteKey":"{{Site.KeyText}}"}""", Cancellation);
        using var ledger = LedgerFolder.Open(State);
        var key = site.Terminal.PublicKey.ToJsonWebKey();
        LedgerBench.Add(ledger.Store, new LedgerEntry.TerminalEnrolled(Site.Bar, key, 1, TerminalLimits.Default));
        LedgerBench.Add(ledger.Store, new LedgerEntry.CardsAdded([LedgerBench.NewCard(Kiosks.Guest, "TLF 1000")]));
    }

    private async Task SeedAsync(string uid, long cents)
    {
        var cards = folder.In("cards.csv");
        await File.WriteAllLinesAsync(
            cards, ["uid,class,state,asset,amount", $"{uid},uid,ok,TLF,{cents}"], Cancellation);
        Assert.Equal(0, (await RunAsync("seed", cards)).Code);
    }

    private Task<(int Code, string Output)> SettleAsync(string amount) => RunAsync(
        "reconcile", "settle", Stranger, "--state", State, "--note", "the card is ours", "--", amount);

    private async Task<string> WriteAsync(params SignedObject[] lines)
    {
        var path = folder.In("bar-1.jws");
        await File.WriteAllBytesAsync(
            path, [.. lines.SelectMany(line => line.Compact.ToArray().Append((byte)'\n'))], Cancellation);
        return path;
    }

    private async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        string[] state = arguments.Contains("--state") ? [] : ["--state", State];
        await using var child = await ChildProcess.StartAsync(
            "dotnet", NoEnvironment, [Checkout.Ledger, .. arguments, .. state]);
        return (await child.End(Cancellation), string.Join('\n', child.Output.Seen));
    }
}
