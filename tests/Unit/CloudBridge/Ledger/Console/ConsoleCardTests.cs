using System.Net;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger.Console;

/// <summary>Which card is found: never another guest's by chance.</summary>
public sealed class ConsoleCardTests : IAsyncLifetime
{
    private const string Number = "B194AEB9";

    private static readonly Guid Code = new("0b5bd8a5-9d7a-4b0f-9a0e-2f4f5a3c1d2e");

    private ConsoleBench console = null!;

    public async ValueTask InitializeAsync()
    {
        console = await ConsoleBench.StartAsync();
        await console.LogInAsync("anna", AccountRole.Viewer);
    }

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Fact]
    public async Task A_number_that_several_cards_have_opens_none_of_them()
    {
        var (one, other) = (console.Card("04E141125B3C80"), console.Card("04E141125B3C81"));
        Name("04E141125B3C80", one, Number);
        Name("04E141125B3C81", other, Number);

        await ShowsBothAsync(one, other);
    }

    [Fact]
    public async Task A_number_that_is_also_a_uid_opens_neither()
    {
        var (one, other) = (console.Card("04E141125B3C80"), console.Card(Number));
        Name("04E141125B3C80", one, Number);

        await ShowsBothAsync(one, other);
    }

    [Fact]
    public async Task What_the_vault_knows_and_the_books_do_not_hides_no_card()
    {
        var card = console.Card("04E141125B3C80");
        Name("04E141125B3C82", null, Number);
        Name("04E141125B3C80", card, Number);

        Assert.Equal($"/console/cards/{card}", (await FindAsync(Number)).Headers.Location?.ToString());
    }

    [Theory]
    [InlineData("https://tibillet.example/qr/0b5bd8a5-9d7a-4b0f-9a0e-2f4f5a3c1d2e")]
    [InlineData("0B5BD8A5-9D7A-4B0F-9A0E-2F4F5A3C1D2E")]
    [InlineData("04e141125b3c80")]
    public async Task A_card_is_found_by_the_end_of_its_code_and_by_its_uid(string what)
    {
        var card = console.Card("04E141125B3C80");
        console.Folder.Vault.Add([new VaultRow("04E141125B3C80", card, Number, Code)]);

        Assert.Equal($"/console/cards/{card}", (await FindAsync(what)).Headers.Location?.ToString());
    }

    [Fact]
    public async Task What_is_no_card_is_not_found() =>
        Assert.Equal(HttpStatusCode.NotFound, (await FindAsync("B194AEB0")).StatusCode);

    [Fact]
    public async Task A_card_that_is_valid_beyond_all_calendars_has_a_page_and_no_more_are_made()
    {
        var card = console.Card(Number);
        LedgerBench.Add(console.Folder.Store, new LedgerEntry.CardChanged(
            card, CardState.Ok, Clock.Noon, ValidThroughMilliseconds: long.MaxValue));

        Assert.Contains("no end", await console.PageAsync($"/console/cards/{card}"), StringComparison.Ordinal);

        var change = new CardChange { ValidThrough = new CardChange.Said<long?>(CardDesk.LastMilliseconds + 1) };
        Assert.Equal(RefusalKind.NotPossible, console.Folder.Cards.Change(card, "it", change).Why?.Kind);
        change = new CardChange { ValidThrough = new CardChange.Said<long?>(CardDesk.LastMilliseconds) };
        Assert.Null(console.Folder.Cards.Change(card, "it", change).Why);
    }

    [Fact]
    public async Task What_a_terminal_made_without_knowing_the_time_is_shown_by_when_it_came()
    {
        console.Enrol(Site.Bar);
        var card = console.Card(Number);
        var journal = console.Journal();
        var refusal = new Fact.Refusal(Reason.BalanceTooLow, card, [], Records.Verdict);
        console.Take(journal.Next(refusal, Clock.Noon - 3_600_000, trusted: false));

        var page = await console.PageAsync($"/console/cards/{card}");

        Assert.Contains(
            $"time not known, came {Language.English.Moment(Clock.Noon)}", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_that_was_blocked_is_unblocked()
    {
        var card = console.Card(Number);
        await console.FillInAsync("/console", "/console/logout");
        await console.LogInAsync("olga", AccountRole.Operator);
        await console.FillInAsync(
            $"/console/cards/{card}", $"/console/cards/{card}/block", ("note", "found in the grass"));
        Assert.Equal(CardState.Blocked, console.Folder.Store.Read(books => books.Find(card)!.State));

        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (await console.FillInAsync($"/console/cards/{card}", $"/console/cards/{card}/unblock")).StatusCode);
        Assert.Equal(CardState.Blocked, console.Folder.Store.Read(books => books.Find(card)!.State));
        await console.FillInAsync(
            $"/console/cards/{card}", $"/console/cards/{card}/unblock", ("note", "the guest is <back>"));

        Assert.Equal(CardState.Ok, console.Folder.Store.Read(books => books.Find(card)!.State));
        foreach (var page in new[] { $"/console/cards/{card}", "/console/acts" })
        {
            var html = await console.PageAsync(page);
            Assert.Contains("found in the grass", html, StringComparison.Ordinal);
            Assert.Contains("the guest is &lt;back&gt;", html, StringComparison.Ordinal);
        }
    }

    private void Name(string uid, CardToken? card, string number)
    {
        Assert.True(CardUid.TryParse(uid, out var known));
        console.Folder.Vault.Add([new VaultRow(known.Hex, card ?? console.Folder.Cards.TokenOf(known), number)]);
    }

    private Task<HttpResponseMessage> FindAsync(string what) =>
        console.FillInAsync("/console/cards", "/console/cards", ("what", what));

    /// <summary>The number leads to a page that names both, and to neither's own.</summary>
    private async Task ShowsBothAsync(CardToken one, CardToken other)
    {
        var found = await FindAsync(Number);

        Assert.Equal(HttpStatusCode.OK, found.StatusCode);
        var page = await found.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains($"/console/cards/{one}", page, StringComparison.Ordinal);
        Assert.Contains($"/console/cards/{other}", page, StringComparison.Ordinal);
    }
}
