using System.Net;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger.Console;

/// <summary>The operator's questions, and who may do something about the answers.</summary>
public sealed class ConsolePageTests : IAsyncLifetime
{
    private const string Uid = "04E141125B3C80";

    private static readonly TerminalId Gate = TerminalId.Parse("gate-1");

    private ConsoleBench console = null!;

    public async ValueTask InitializeAsync()
    {
        console = await ConsoleBench.StartAsync();
        console.Enrol(Site.Bar);
        console.Enrol(Gate);
    }

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Fact]
    public async Task The_first_page_says_which_terminals_do_not_sell_and_why()
    {
        console.Say(ConsoleBench.Status(Site.Bar, end: 3) with { UnlistedDebits = new Money(12_50) });
        await console.LogInAsync("anna", AccountRole.Viewer);

        var page = await console.PageAsync("/console");

        Assert.Contains("1 of 2", page, StringComparison.Ordinal);
        Assert.Contains("Has said nothing since this ledger was started", page, StringComparison.Ordinal);
        var parts = page.Split("Terminals that sell");
        Assert.DoesNotContain("/console/terminals/bar-1", parts[0], StringComparison.Ordinal);
        Assert.Contains("bar-1</a> <small>3 not sent", parts[1], StringComparison.Ordinal);
        // What the bar says that no list shows, and all that a gate may sell of which nobody knows anything.
        Assert.Contains("5,012.50", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TerminalActivity.OutOfService, Reason.DeviceFault, "Out of service: 502 DeviceFault (ReaderLost)")]
    [InlineData(TerminalActivity.Serving, Reason.ListExpired, "Refuses everything: 405 ListExpired (ReaderLost)")]
    [InlineData(TerminalActivity.Stopped, null, "Was stopped in good order")]
    public async Task A_terminal_that_does_not_sell_says_why(TerminalActivity activity, Reason? reason, string why)
    {
        console.Say(ConsoleBench.Status(Site.Bar, end: 0) with
        {
            Activity = activity, Reason = reason, Faults = ["ReaderLost"],
        });
        await console.LogInAsync("anna", AccountRole.Viewer);

        Assert.Contains(why, await console.PageAsync("/console/terminals/bar-1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_is_found_by_its_uid_and_its_page_says_what_happened_to_it_and_not_its_uid()
    {
        var card = console.Card(Uid);
        console.Take(new Fact.Refusal(Reason.BalanceTooLow, card, [], Records.Verdict));
        await console.LogInAsync("anna", AccountRole.Viewer);

        var found = await console.FillInAsync("/console/cards", "/console/cards", ("what", Uid));
        var page = await console.PageAsync(found.Headers.Location!.ToString());

        Assert.Equal($"/console/cards/{card}", found.Headers.Location.ToString());
        Assert.Contains("301 BalanceTooLow", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Uid, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operator_blocks_a_card_and_the_log_says_who()
    {
        var card = console.Card(Uid);
        await console.LogInAsync("anna", AccountRole.Operator);

        await console.FillInAsync(
            $"/console/cards/{card}", $"/console/cards/{card}/block", ("note", "stolen"));

        Assert.Equal(CardState.Blocked, console.Folder.Store.Read(books => books.Find(card)!.State));
        var acts = await console.PageAsync("/console/acts");
        Assert.Contains("Card changed", acts, StringComparison.Ordinal);
        Assert.Contains("/console/acts?by=console:anna", acts, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_viewer_sees_no_form_that_changes_anything_and_may_send_none()
    {
        var card = console.Card(Uid);
        await console.LogInAsync("anna", AccountRole.Viewer);
        var form = ConsoleCookies.TokenOf(console.Cookies["__Host-ledger-session"]);

        Assert.DoesNotContain("/block", await console.PageAsync($"/console/cards/{card}"), StringComparison.Ordinal);
        foreach (var path in new[]
        {
            $"/console/cards/{card}/block", "/console/terminals", "/console/terminals/bar-1/commands",
            "/console/terminals/bar-1/confirm", "/console/decisions/rows/1", "/console/decisions/gaps",
            "/console/decisions/suspense", "/console/accounts", "/console/accounts/anna/role",
        })
        {
            var answer = await console.SendAsync(HttpMethod.Post, path, ("form", form));
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, answer.StatusCode));
        }
        Assert.Equal(CardState.Ok, console.Folder.Store.Read(books => books.Find(card)!.State));
    }

    [Fact]
    public async Task An_order_is_given_once_however_often_its_form_is_sent()
    {
        await console.LogInAsync("anna", AccountRole.Operator);
        var form = ConsoleCookies.TokenOf(console.Cookies["__Host-ledger-session"]);
        (string, string)[] fields = [("form", form), ("once", "1"), ("command", "diagnostics"), ("note", "it is slow")];

        for (var times = 0; times < 2; times++)
            Assert.Equal(
                HttpStatusCode.SeeOther,
                (await console.SendAsync(HttpMethod.Post, "/console/terminals/bar-1/commands", fields)).StatusCode);

        var given = Assert.Single(console.Folder.Store.Entries().OfType<LedgerEntry.CommandGiven>());
        var act = TreasurerAct.ReadStored(given.Act).OrThrow();
        Assert.Equal(("it is slow", "anna"), (act.Note, act.By));
    }

    [Fact]
    public async Task What_somebody_writes_is_not_taken_for_markup()
    {
        await console.LogInAsync("anna", AccountRole.Operator);

        await console.FillInAsync(
            "/console/terminals/bar-1", "/console/terminals/bar-1/commands",
            ("command", "diagnostics"), ("note", "<script>alert(1)</script>"));

        var acts = await console.PageAsync("/console/acts");
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", acts, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", acts, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_is_settled_with_a_note_that_is_signed_for_who_wrote_it()
    {
        var card = console.Card(Uid);
        console.Take(BeerOf(card));
        await console.LogInAsync("anna", AccountRole.Treasurer);
        Assert.Contains("1 Overspend", await console.PageAsync("/console/decisions"), StringComparison.Ordinal);

        var answer = await console.FillInAsync(
            "/console/decisions", "/console/decisions/rows/1", ("note", "paid in cash"));

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var act = TreasurerAct.ReadStored(
            console.Folder.Store.Entries().OfType<LedgerEntry.RowClosed>().Single().Act).OrThrow();
        Assert.Equal(("paid in cash", "anna"), (act.Note, act.By));
        Assert.Contains(
            "paid in cash", await console.PageAsync("/console/decisions?state=closed"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decision_without_a_note_is_not_made()
    {
        console.Take(BeerOf(console.Card(Uid)));
        await console.LogInAsync("anna", AccountRole.Treasurer);

        var answer = await console.FillInAsync("/console/decisions", "/console/decisions/rows/1", ("note", " "));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(
            "Say why, in 1 to 500 characters",
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accounts_are_made_by_admins_alone()
    {
        await console.LogInAsync("anna", AccountRole.Admin);

        await console.FillInAsync(
            "/console/accounts", "/console/accounts",
            ("name", "bert"), ("role", "operator"), ("password", ConsoleBench.Password));

        Assert.Equal(
            ["anna admin", "bert operator"],
            console.Folder.Accounts.List().Select(one => $"{one.Name} {EnumName.Of(one.Role)}"));
        Assert.Contains("bert: operator", await console.PageAsync("/console/acts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_page_is_there_for_a_viewer_in_both_languages()
    {
        console.Take(BeerOf(console.Card(Uid)));
        await console.LogInAsync("anna", AccountRole.Viewer);

        foreach (var language in Language.All)
            foreach (var path in new[]
            {
                "/console", "/console/terminals", "/console/terminals/bar-1", "/console/cards", "/console/decisions",
                "/console/hours", "/console/acts", "/console/password",
            })
            {
                var page = await console.PageAsync($"{path}?language={language.Code}");
                Assert.Contains($"<html lang=\"{language.Code}\">", page, StringComparison.Ordinal);
            }
    }

    [Fact]
    public async Task An_enrolled_terminal_gets_a_pin_for_another_key_and_a_stranger_does_not()
    {
        await console.LogInAsync("anna", AccountRole.Operator);

        var answer = await console.FillInAsync("/console/terminals", "/console/terminals/new-key", ("name", "bar-1"));
        var refused = await console.FillInAsync("/console/terminals", "/console/terminals/new-key", ("name", "bar-9"));

        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Matches("<strong class=\"pin\">[0-9]{6}</strong>", page);
        Assert.Contains("--state DIR --new-key", page, StringComparison.Ordinal);
        Assert.Contains(
            "bar-9", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.UnprocessableEntity, refused.StatusCode);
    }

    [Fact]
    public async Task A_terminal_is_created_with_a_pin_that_the_log_does_not_have()
    {
        await console.LogInAsync("anna", AccountRole.Operator);

        var answer = await console.FillInAsync(
            "/console/terminals", "/console/terminals", ("name", "bar-2"), ("profile", "drink"));

        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Matches("<strong class=\"pin\">[0-9]{6}</strong>", page);
        Assert.Contains("<svg class=\"qr\"", page, StringComparison.Ordinal);
        Assert.Contains(
            "Waits for the terminal", await console.PageAsync("/console/terminals"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminal_is_confirmed_by_the_words_that_it_shows_and_the_console_shows_none()
    {
        var terminal = TerminalId.Parse("bar-2");
        using var key = Es256Signer.Create();
        Ask(terminal, key);
        await console.LogInAsync("anna", AccountRole.Operator);
        var words = EnrolmentWords.Of(key.KeyId, console.Folder.Signer.KeyId);
        const string confirm = "/console/terminals/bar-2/confirm";

        Assert.DoesNotContain(words.Split(' ')[0], await console.PageAsync("/console/terminals"));
        var wrong = await console.FillInAsync(
            "/console/terminals", confirm, ("words", "lusab babad gutih tugad"), ("note", "for the terrace"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("bar-2", await console.PageAsync("/console/decisions"), StringComparison.Ordinal);
        var silent = await console.FillInAsync("/console/terminals", confirm, ("words", words), ("note", " "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, silent.StatusCode);
        var right = await console.FillInAsync(
            "/console/terminals", confirm, ("words", words), ("note", "for the terrace"));

        Assert.Equal("/console/terminals?done=bar-2", right.Headers.Location?.ToString());
        Assert.Contains(
            "It is enrolled", await console.PageAsync("/console/terminals?done=bar-2"), StringComparison.Ordinal);
        var enrolled = console.Folder.Store.Entries().OfType<LedgerEntry.TerminalEnrolled>().Last();
        Assert.Equal(
            (terminal, "console:anna", "for the terrace"), (enrolled.Terminal, enrolled.By, enrolled.Note));
        Assert.Contains("for the terrace", await console.PageAsync("/console/acts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_confirmation_that_broke_off_is_to_be_made_again()
    {
        var terminal = TerminalId.Parse("bar-2");
        using var key = Es256Signer.Create();
        Ask(terminal, key);
        LedgerBench.Add(console.Folder.Store, new LedgerEntry.TerminalEnrolled(
            terminal, key.PublicKey.ToJsonWebKey(), 1, TerminalLimits.Default, Clock.Noon));
        await console.LogInAsync("anna", AccountRole.Operator);

        Assert.Contains("its confirmation broke off", await console.PageAsync("/console/terminals"));
        Assert.Contains("Ask to be enrolled</dt><dd><a href=\"/console/terminals\"><span class=\"state bad\">1<",
            await console.PageAsync("/console"), StringComparison.Ordinal);
        await console.FillInAsync(
            "/console/terminals", "/console/terminals/bar-2/confirm",
            ("words", EnrolmentWords.Of(key.KeyId, console.Folder.Signer.KeyId)), ("note", "again"));

        Assert.DoesNotContain("its confirmation broke off", await console.PageAsync("/console/terminals"));
    }

    [Fact]
    public async Task Who_created_a_terminal_and_who_refused_it_and_why_is_in_the_log()
    {
        await console.LogInAsync("anna", AccountRole.Operator);
        await console.FillInAsync(
            "/console/terminals", "/console/terminals", ("name", "bar-2"), ("profile", "drink"));
        const string refuse = "/console/terminals/bar-2/refuse";

        var silent = await console.FillInAsync("/console/terminals", refuse);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, silent.StatusCode);
        var done = await console.FillInAsync("/console/terminals", refuse, ("note", "the PIN was read aloud"));

        Assert.Equal(HttpStatusCode.SeeOther, done.StatusCode);
        var created = Assert.Single(console.Folder.Store.Entries().OfType<LedgerEntry.TerminalCreated>());
        Assert.Equal(("bar-2", "drink", "console:anna"), ($"{created.Terminal}", created.Profile, created.By));
        var refused = Assert.Single(console.Folder.Store.Entries().OfType<LedgerEntry.TerminalRefused>());
        Assert.Equal(
            ("bar-2", "console:anna", "the PIN was read aloud"), ($"{refused.Terminal}", refused.By, refused.Note));
        Assert.Contains("the PIN was read aloud", await console.PageAsync("/console/acts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminal_that_was_revoked_is_none_that_should_sell()
    {
        console.Say(ConsoleBench.Status(Site.Bar, end: 0));
        Assert.Null(console.Folder.Treasury.Revoke(Gate, "anna", "stolen"));
        await console.LogInAsync("anna", AccountRole.Viewer);

        Assert.Contains("1 of 1", await console.PageAsync("/console"), StringComparison.Ordinal);
        Assert.Contains(
            "Revoked", await console.PageAsync("/console/terminals/gate-1"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/console/terminals", "/console/terminals", "name", "é", "Un nom a de 1 à 40")]
    [InlineData("/console/terminals", "/console/terminals", "name", "bar-1", "Il y a déjà un terminal bar-1")]
    [InlineData("/console/terminals/bar-1", "/console/terminals/bar-1/commands", "note", " ", "Dites pourquoi")]
    [InlineData("/console/decisions", "/console/decisions/rows/1", "note", "", "Dites pourquoi")]
    [InlineData("/console/accounts", "/console/accounts", "name", "anna", "Il y a déjà un compte anna")]
    [InlineData("/console/password", "/console/password", "again", "others", "Le nouveau mot de passe et sa")]
    public async Task What_the_console_refuses_it_says_in_the_readers_language(
        string page, string action, string field, string value, string expected)
    {
        console.Take(BeerOf(console.Card(Uid)));
        await console.LogInAsync("anna", AccountRole.Admin);
        await console.PageAsync("/console?language=fr");

        var answer = await console.FillInAsync(
            page, action,
            (field, value), ("profile", "drink"), ("role", "viewer"), ("password", "other words than these"),
            ("next", "other words than these"), ("command", "diagnostics"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var said = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains($"Rien n’a été fait : {expected}", said, StringComparison.Ordinal);
    }

    private static Fact.Sale BeerOf(CardToken card)
    {
        var beer = JournalWriter.Beer(Uid);
        return beer with
        {
            Card = card, Payments = [beer.Payments[0] with { Card = card, Wallet = null }],
        };
    }

    /// <summary>A terminal that was created asks to be enrolled.</summary>
    private void Ask(TerminalId terminal, Es256Signer key)
    {
        var (desk, ledger) = (console.Folder.Desk, console.Folder.Signer.KeyId);
        Assert.Null(desk.Create(terminal, "kiosk", TerminalLimits.Default, out var pin));
        var nonce = Nonce.Create();
        Assert.IsType<AskOutcome.Waits>(desk.Ask(new EnrolmentRequest(
            EnrolmentRequest.CurrentVersion, Site.Id, terminal, key.PublicKey.ToJsonWebKey(), ledger, nonce,
            EnrolmentPin.Prove(EnrolmentPin.Derive(Site.Id, terminal, pin), key.KeyId, ledger, nonce))));
    }
}
