using System.Text;
using System.Text.Json;
using CloudBridge.Contract;
using CloudBridge.Mqtt;
using Tests.Support;

namespace Tests.RealParts.Verifiers;

/// <summary>The script that adds up a journal by the format document comes to what our own code comes to.</summary>
public sealed class JournalFoldTests : IDisposable
{
    private const string Anna = "04E141125B3C80";
    private const string Chloe = "DEADBEEF";
    private const string Stranger = "04778899AABBCC";

    private readonly Site site = new();
    private readonly TemporaryFolder folder = new();
    private readonly List<Fact> facts = [];

    public JournalFoldTests()
    {
        if (NodeVerifiers.Missing is { } missing)
            Assert.Skip(missing);
    }

    public void Dispose()
    {
        site.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_wallet_has_what_it_was_seeded_with_and_what_facts_moved()
    {
        Seed($"{Anna},uid,ok,TLF,2000", $"{Anna},uid,ok,TNF,200", $"{Chloe},uid,blocked,TLF,100");
        facts.AddRange([Records.Beer, Records.Beer with { Payments = [], Basket = [] }, Paid(Stranger, 350)]);

        Assert.Equal(
            [$"{Anna} TLF 1850", $"{Anna} TNF 0", $"{Chloe} TLF 100", $"{Site.Card(Stranger)} TLF -350"],
            await FoldAsync());
    }

    [Fact]
    public async Task Every_kind_of_fact_moves_what_our_own_code_says()
    {
        Seed($"{Anna},uid,ok,TLF,9007199254740991");
        var payment = new Payment(Site.Card(Anna), null, [Records.Amount("TLF", 9_000_000_000_000_000)]);
        var small = payment with { Parts = [Records.Amount("TLF", 7)] };
        RecordPosition first = new(1, 1);
        facts.AddRange(
        [
            new Fact.Entry(Site.Card(Anna), 1, [payment], Records.Verdict),
            new Fact.EntryAbandoned(first, [payment]),
            new Fact.Refill(payment, Site.Card(Chloe)),
            new Fact.Hold(payment, ArticleId.Parse("beer"), new Money(350), 400, Records.Verdict),
            new Fact.Capture(first, small, 1, 1, "grant"),
            new Fact.Refund(small, Site.Card(Chloe)),
            new Fact.DepositReturn(small, 1, Site.Card(Chloe)),
            new Fact.Void(first, [small], Site.Card(Chloe)),
            new Fact.Refusal(Reason.BalanceTooLow, Site.Card(Anna), [], Records.Verdict),
        ]);
        var sum = 9_007_199_254_740_991 + (Int128)facts
            .SelectMany(fact => fact.Movements())
            .Sum(movement => movement.Amount.MinorUnits);

        Assert.Equal([$"{Anna} TLF {sum}"], await FoldAsync());
    }

    /// <summary>The guest's terminal took local money that the wallet did not have: a gift stands in for it.</summary>
    [Fact]
    public async Task What_stood_in_for_other_assets_is_read_from_the_ledgers_log()
    {
        Seed($"{Anna},uid,ok,TLF,100", $"{Anna},uid,ok,TNF,300");
        facts.Add(JournalWriter.Beer(Anna));
        var ledger = await BookAsync(site);
        string[] log = ["--ledger-log", folder.In("ledger.log"), "--ledger-key", folder.In("ledger.jwk")];

        Assert.Equal([$"{Anna} TLF -250", $"{Anna} TNF 300"], await FoldAsync());
        Assert.Equal([$"{Anna} TLF 0", $"{Anna} TNF 50"], await FoldAsync(log));
        Assert.Equal((0, 50), (ledger.Balance(Anna), ledger.Balance(Anna, "TNF")));
    }

    [Fact]
    public async Task What_the_ledger_did_not_sign_stands_in_for_nothing()
    {
        Seed($"{Anna},uid,ok,TLF,100", $"{Anna},uid,ok,TNF,300");
        facts.Add(JournalWriter.Beer(Anna));
        using var other = new Site { Terminal = site.Terminal };
        await BookAsync(other);
        await File.WriteAllBytesAsync(folder.In("journal.jws"), Journal(), TestContext.Current.CancellationToken);

        var (code, output, errors) = await RunAsync(
            "--ledger-log", folder.In("ledger.log"), "--ledger-key", folder.In("ledger.jwk"));

        Assert.Equal(3, code);
        Assert.Empty(output);
        Assert.Contains("ledger.log, line 3: ", errors[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_that_does_not_verify_is_not_added_up()
    {
        Seed($"{Anna},uid,ok,TLF,2000");
        facts.Add(Records.Beer);
        var line = Journal();
        line[10] ^= 1;
        await File.WriteAllBytesAsync(folder.In("journal.jws"), line, TestContext.Current.CancellationToken);

        var (code, output, errors) = await RunAsync();

        Assert.Equal(3, code);
        Assert.Empty(output);
        Assert.Contains("journal.jws, line 1: ", errors[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_whose_oldest_records_are_gone_gives_no_balances()
    {
        Seed($"{Anna},uid,ok,TLF,2000");
        facts.AddRange([Records.Beer, new Fact.RecordsRetired(new RecordPosition(1, 1))]);
        var lines = Journal();
        await File.WriteAllBytesAsync(
            folder.In("journal.jws"),
            lines[(Array.IndexOf(lines, (byte)'\n') + 1)..],
            TestContext.Current.CancellationToken);

        var (code, output, errors) = await RunAsync();

        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.Contains("begins with sequence 2", errors[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_journal_named_twice_is_not_counted_twice()
    {
        Seed($"{Anna},uid,ok,TLF,2000");
        facts.Add(Records.Beer);
        await File.WriteAllBytesAsync(folder.In("journal.jws"), Journal(), TestContext.Current.CancellationToken);

        var (code, output, errors) = await RunAsync(
            "--journal", folder.In("journal.jws"), "--key", folder.In("key.jwk"));

        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.Contains("one a terminal", errors[0], StringComparison.Ordinal);
    }

    /// <summary>A ledger books the journal: its log, and the key of this site's ledger, are files then.</summary>
    private async Task<LedgerBench> BookAsync(Site of)
    {
        var ledger = new LedgerBench(of).With((Anna, "TLF 100, TNF 300"));
        ledger.Logic.Received(
            [new MqttMessage(LedgerBench.Topics.Of(Site.Bar, TerminalTopic.Journal), Journal())], 0, Clock.Noon);
        var key = site.Ledger.PublicKey.ToJsonWebKey() with { Site = Site.Id };
        await File.WriteAllBytesAsync(
            folder.In("ledger.log"), ledger.Disk.Read("ledger.log"), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(folder.In("ledger.jwk"), key.Write(), TestContext.Current.CancellationToken);
        return ledger;
    }

    private static Fact.Sale Paid(string uid, long cents) => Records.Beer with
    {
        Card = Site.Card(uid),
        Payments = [new Payment(Site.Card(uid), null, [Records.Amount("TLF", cents)])],
    };

    private async Task<IEnumerable<string>> FoldAsync(params string[] more)
    {
        await File.WriteAllBytesAsync(folder.In("journal.jws"), Journal(), TestContext.Current.CancellationToken);
        var (code, output, errors) = await RunAsync(more);
        Assert.True(code == 0, string.Join('\n', errors));
        return
        [
            .. from row in JsonDocument.Parse(output[0]).RootElement.EnumerateArray()
               select $"{row.GetProperty("cards")[0]} {row.GetProperty("asset")} {row.GetProperty("amount")}",
        ];
    }

    private Task<(int Code, IReadOnlyList<string> Output, IReadOnlyList<string> Errors)> RunAsync(
        params string[] more)
    {
        var jwk = site.Terminal.PublicKey.ToJsonWebKey() with { Site = Site.Id, Terminal = Site.Bar };
        File.WriteAllBytes(folder.In("key.jwk"), jwk.Write());
        File.WriteAllBytes(folder.In("enrolment.jws"), site.Enrolment().Write(site.Ledger));
        return NodeVerifiers.RunAsync(
            "fold.mjs",
            [
                "--seed", folder.In("cards.csv"), "--enrolment", folder.In("enrolment.jws"),
                "--journal", folder.In("journal.jws"), "--key", folder.In("key.jwk"), "--json",
                .. more,
            ],
            TestContext.Current.CancellationToken);
    }

    private byte[] Journal()
    {
        var journal = new JournalWriter(site);
        return [.. facts.SelectMany(fact => journal.Next(fact).Compact.ToArray().Append((byte)'\n'))];
    }

    private void Seed(params string[] rows) =>
        File.WriteAllText(
            folder.In("cards.csv"), string.Join('\n', rows.Prepend("uid,class,state,asset,amount")), Encoding.ASCII);
}
