using System.Net;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger.Console;

/// <summary>Decisions that are posted: each done once, and said in units that people write.</summary>
public sealed class ConsoleDecisionTests : IAsyncLifetime
{
    private const string Uid = "04E141125B3C80";
    private const string All = "/console/decisions";

    private ConsoleBench console = null!;

    private string Form => ConsoleCookies.TokenOf(console.Cookies["__Host-ledger-session"]);

    public async ValueTask InitializeAsync()
    {
        console = await ConsoleBench.StartAsync();
        console.Enrol(Site.Bar);
        await console.LogInAsync("anna", AccountRole.Treasurer);
    }

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Fact]
    public async Task A_row_is_settled_once_however_often_its_form_is_sent()
    {
        console.Card(Uid);
        console.Take(JournalWriter.Beer("DEADBEEF"));

        await TwiceAsync($"{All}/rows/1", ("note", "his card"));

        Assert.Single(console.Folder.Store.Entries().OfType<LedgerEntry.RowClosed>());
    }

    [Fact]
    public async Task A_gap_is_closed_once_however_often_its_form_is_sent()
    {
        var missing = LeaveAGap();
        // Whoever decides has seen what he decides on, also where there is another gap meanwhile.
        Assert.Contains(
            $"name=\"hash\" value=\"{missing}\"", await console.PageAsync(All), StringComparison.Ordinal);

        await TwiceAsync(
            $"{All}/gaps",
            ("terminal", "bar-1"), ("epoch", "1"), ("through", "2"), ("hash", $"{missing}"), ("note", "the card died"));

        var closed = Assert.Single(console.Folder.Store.Entries().OfType<LedgerEntry.GapClosed>());
        Assert.Equal("anna", TreasurerAct.ReadStored(closed.Act).OrThrow().By);
        Assert.Equal(3, console.Folder.Store.Read(books => books.Terminal(Site.Bar).Chain(1)!.Sequence));
    }

    [Fact]
    public async Task What_waits_is_booked_beside_once_and_its_form_is_another_than_the_gaps()
    {
        LeaveAGap();
        var page = await console.PageAsync(All);
        Assert.Contains("action=\"/console/decisions/gaps\"", page, StringComparison.Ordinal);
        Assert.Contains("Not for what the terminal itself wrote", page, StringComparison.Ordinal);

        await TwiceAsync(
            $"{All}/waiting", ("terminal", "bar-1"), ("epoch", "1"), ("through", "2"), ("note", "not ours"));

        var ended = Assert.Single(console.Folder.Store.Entries().OfType<LedgerEntry.WaitingEnded>());
        Assert.Equal((1L, 3L, null), (ended.Epoch, ended.From, ended.Hash));
        Assert.Equal(0, console.Folder.Store.Read(books => books.Terminal(Site.Bar).Waiting));
    }

    [Fact]
    public async Task The_record_that_was_chosen_is_booked_beside_and_no_other()
    {
        var (one, other) = LeaveTwoBranches();
        var page = await console.PageAsync(All);
        Assert.Contains($"value=\"{one}\"", page, StringComparison.Ordinal);

        var answer = await console.SendAsync(
            HttpMethod.Post, $"{All}/waiting",
            ("form", Form), ("once", "1"), ("terminal", "bar-1"), ("epoch", "1"), ("through", "2"),
            ("hash", $"{other}"), ("note", "not ours"));

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var ended = Assert.Single(console.Folder.Store.Entries().OfType<LedgerEntry.WaitingEnded>());
        Assert.Equal(other, ended.Hash);
        console.Folder.Store.Read(books =>
        {
            Assert.True(books.Terminal(Site.Bar).Parked.Has(one));
            Assert.False(books.Terminal(Site.Bar).Parked.Has(other));
            return 0;
        });
    }

    [Fact]
    public async Task Suspense_is_settled_once_however_often_its_form_is_sent_also_when_as_much_waits_again()
    {
        console.Card(Uid);
        var journal = console.Journal();
        console.Take(journal.Next(JournalWriter.Beer("DEADBEEF")));
        var card = Site.Card("DEADBEEF");
        var wallet = console.Folder.SiteKey.OwnWallet(console.Folder.Cards.TokenOf(Read(Uid)));
        var seen = Assert.Single(console.Folder.Store.Read(books => books.Accounts.SuspenseOf(card)));
        (string, string)[] fields =
        [
            ("form", Form), ("once", "1"), ("card", $"{card}"), ("asset", $"{seen.Asset}"),
            ("seen", $"{seen.Amount}"), ("amount", AmountText.Plain(seen.Asset, seen.Amount)), ("wallet", $"{wallet}"),
            ("note", "his card"),
        ];

        var first = await console.SendAsync(HttpMethod.Post, $"{All}/suspense", fields);
        console.Take(journal.Next(JournalWriter.Beer("DEADBEEF")));
        var again = await console.SendAsync(HttpMethod.Post, $"{All}/suspense", fields);

        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.SeeOther), (first.StatusCode, again.StatusCode));
        Assert.Single(console.Folder.Store.Entries().OfType<LedgerEntry.SuspenseSettled>());
        Assert.Equal(seen, Assert.Single(console.Folder.Store.Read(books => books.Accounts.SuspenseOf(card))));
        var acts = await console.PageAsync("/console/acts");
        Assert.Contains(
            $"{AmountText.Write(Language.English, seen.Asset, seen.Amount.MinorUnits)} {seen.Asset}",
            acts, StringComparison.Ordinal);
        Assert.DoesNotContain($" {seen.Amount} {seen.Asset}", acts, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_has_money_in_the_units_of_the_field_below_it()
    {
        console.Card(Uid);
        console.Take(JournalWriter.Beer("DEADBEEF"));
        var card = Site.Card("DEADBEEF");
        var wallet = console.Folder.SiteKey.OwnWallet(console.Folder.Cards.TokenOf(Read(Uid)));

        var answer = await console.SendAsync(
            HttpMethod.Post, $"{All}/suspense",
            ("form", Form), ("once", "1"), ("card", $"{card}"), ("asset", "TLF"), ("seen", "-1"), ("amount", "-3"),
            ("wallet", $"{wallet}"), ("note", "his card"));

        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var waiting = console.Folder.Store.Read(books =>
            books.BalanceOf(Account.SuspenseOf(card), AssetId.Parse("TLF")));
        Assert.Contains(
            $"Not done: {Language.English.Hundredths(waiting.MinorUnits)} TLF of card", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wallet ab: TLF goes to -350", "wallet ab goes to −3.50 TLF", "le portefeuille ab passe à −3,50 TLF")]
    [InlineData("wallet ab: TIM goes to -3", "wallet ab goes to −3 TIM", "le portefeuille ab passe à −3 TIM")]
    [InlineData(
        "captured 300 TLF of a hold of 250", "captured 3.00 TLF of a hold of 2.50 TLF",
        "compté 3,00 TLF d’une réserve de 2,50 TLF")]
    [InlineData("row 1 is closed already", "row 1 is closed already", "la ligne 1 est déjà réglée")]
    [InlineData(
        "something else", "<span lang=\"en\">something else</span>", "<span lang=\"en\">something else</span>")]
    public void Sentences_are_read_in_the_readers_language_and_units(string said, string english, string french)
    {
        Assert.Equal(english, Sentences.Of(VisitIn(Language.English), said).ToString());
        Assert.Equal(french, Sentences.Of(VisitIn(Language.French), said).ToString());
    }

    private static Visit VisitIn(Language language) => new(null!, language, null!, "", null);

    private static CardUid Read(string uid) => CardUid.TryParse(uid, out var read) ? read : default;

    private async Task TwiceAsync(string path, params (string Name, string Value)[] fields)
    {
        (string, string)[] sent = [("form", Form), ("once", "1"), .. fields];
        for (var times = 0; times < 2; times++)
        {
            var answer = await console.SendAsync(HttpMethod.Post, path, sent);
            Assert.Equal(
                (times, HttpStatusCode.SeeOther, "/console/decisions?done=1"),
                (times, answer.StatusCode, answer.Headers.Location?.ToString()));
        }
    }

    /// <summary>The second record never comes.</summary>
    private Digest LeaveAGap()
    {
        console.Card(Uid);
        var journal = console.Journal();
        var first = journal.Next(new Fact.FireOpened());
        var missing = journal.Next(new Fact.FireOpened()).Hash();
        console.Take(first, journal.Next(new Fact.FireOpened()));
        return missing;
    }

    private (Digest One, Digest Other) LeaveTwoBranches()
    {
        console.Card(Uid);
        var journal = console.Journal();
        var first = journal.Next(new Fact.FireOpened());
        var branch = journal.Branch();
        journal.Next(new Fact.FireOpened());
        branch.Next(JournalWriter.Beer(Uid));
        console.Take(first, journal.Next(new Fact.FireOpened()), branch.Next(new Fact.FireOpened()));
        var hashes = console.Folder.Store.Read(books =>
            books.Terminal(Site.Bar).Parked.All.Select(line => line.Hash).ToList());
        Assert.Equal(2, hashes.Count);
        return (hashes[0], hashes[1]);
    }
}
