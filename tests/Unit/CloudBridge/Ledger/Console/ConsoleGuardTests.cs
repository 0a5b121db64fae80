using System.Net;
using CloudBridge.Ledger;

namespace Tests.Unit.CloudBridge.Ledger.Console;

/// <summary>Who gets into the console, and from where.</summary>
public sealed class ConsoleGuardTests : IAsyncLifetime
{
    private ConsoleBench console = null!;

    public async ValueTask InitializeAsync() => console = await ConsoleBench.StartAsync();

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Fact]
    public async Task Who_has_not_logged_in_is_sent_to_where_he_can()
    {
        var answer = await console.SendAsync(HttpMethod.Get, "/console");

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("/console/login", answer.Headers.Location?.ToString());
        Assert.Equal("/console", (await console.SendAsync(HttpMethod.Get, "/")).Headers.Location?.ToString());
    }

    [Fact]
    public async Task Who_has_logged_in_sees_the_console_until_he_logs_out()
    {
        await console.LogInAsync("anna", AccountRole.Viewer);
        var first = await console.PageAsync("/console");
        Assert.Contains("anna (viewer)", first, StringComparison.Ordinal);
        Assert.Contains("href=\"/console/password\"", first, StringComparison.Ordinal);
        var session = console.Cookies["__Host-ledger-session"];

        await console.FillInAsync("/console", "/console/logout");

        Assert.Equal(["__Host-ledger-known"], console.Cookies.Keys);
        Assert.Null(console.Folder.Accounts.Find(session, isByHand: true));
    }

    [Fact]
    public async Task A_wrong_password_and_a_wrong_name_are_answered_alike()
    {
        Assert.Null(console.Folder.Accounts.Create("anna", AccountRole.Viewer, ConsoleBench.Password));

        var password = await console.FillInAsync(
            "/console/login", "/console/login", ("name", "anna"), ("password", "wrong"));
        var name = await console.FillInAsync(
            "/console/login", "/console/login", ("name", "bert"), ("password", ConsoleBench.Password));

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (password.StatusCode, name.StatusCode));
        Assert.Equal(
            await password.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            await name.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("role")]
    [InlineData("password")]
    [InlineData("remove")]
    [InlineData("log in again")]
    public async Task A_session_ends_when_its_account_changes_or_its_browser_begins_another(string change)
    {
        await console.LogInAsync("anna", AccountRole.Operator);
        var (session, accounts) = (console.Cookies["__Host-ledger-session"], console.Folder.Accounts);
        Assert.NotNull(accounts.Find(session, isByHand: true));

        if (change == "role")
            Assert.Null(accounts.SetRole("anna", AccountRole.Viewer));
        else if (change == "password")
            Assert.Null(accounts.SetPassword("anna", "other words than these"));
        else if (change == "remove")
            Assert.Null(accounts.Remove("anna"));
        else
            await console.FillInAsync(
                "/console/login", "/console/login", ("name", "anna"), ("password", ConsoleBench.Password));

        Assert.Null(accounts.Find(session, isByHand: true));
        var answer = await console.SendAsync(HttpMethod.Get, "/console");
        Assert.Equal(
            change == "log in again" ? HttpStatusCode.OK : HttpStatusCode.SeeOther, answer.StatusCode);
    }

    [Fact]
    public async Task Own_passwords_are_changed_by_who_knows_the_one_before()
    {
        await console.LogInAsync("anna", AccountRole.Admin);
        var session = console.Cookies["__Host-ledger-session"];
        const string next = "other words than these";

        var around = await console.SendAsync(
            HttpMethod.Post, "/console/accounts/anna/password",
            ("form", ConsoleCookies.TokenOf(session)), ("password", next));
        var wrong = await console.FillInAsync(
            "/console/password", "/console/password", ("password", "wrong"), ("next", next), ("again", next));
        Assert.Equal(
            (HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity),
            (around.StatusCode, wrong.StatusCode));
        Assert.NotNull(console.Folder.Accounts.Find(session, isByHand: true));

        var right = await console.FillInAsync(
            "/console/password", "/console/password",
            ("password", ConsoleBench.Password), ("next", next), ("again", next));

        Assert.Equal("/console/login", right.Headers.Location?.ToString());
        Assert.Null(console.Folder.Accounts.Find(session, isByHand: true));
        Assert.IsType<LoginOutcome.Done>(console.Folder.Accounts.LogIn("anna", next));
    }

    [Fact]
    public async Task A_login_from_elsewhere_logs_nobody_in()
    {
        Assert.Null(console.Folder.Accounts.Create("anna", AccountRole.Viewer, ConsoleBench.Password));
        await console.PageAsync("/console/login");
        var form = ConsoleCookies.TokenOf(console.Cookies["__Host-ledger-visitor"]);
        (string, string)[] fields = [("form", form), ("name", "anna"), ("password", ConsoleBench.Password)];

        var elsewhere = await console.SendAsync(HttpMethod.Post, "/console/login", "https://evil.example", fields);
        var forged = await console.SendAsync(HttpMethod.Post, "/console/login", fields[1..]);

        Assert.Equal(
            (HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (elsewhere.StatusCode, forged.StatusCode));
        Assert.DoesNotContain("__Host-ledger-session", console.Cookies.Keys);
        Assert.Empty(console.Folder.Store.Entries().OfType<LedgerEntry.SessionOpened>());
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData(null)]
    public async Task A_form_that_comes_from_elsewhere_is_refused(string? origin)
    {
        await console.LogInAsync("anna", AccountRole.Viewer);
        var form = ConsoleCookies.TokenOf(console.Cookies["__Host-ledger-session"]);

        await console.SendAsync(HttpMethod.Post, "/console/logout", origin, ("form", form));

        Assert.Contains("anna", await console.PageAsync("/console"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        await console.LogInAsync("anna", AccountRole.Viewer);

        await console.SendAsync(HttpMethod.Post, "/console/logout", ("form", "wrong"));

        Assert.Contains("anna", await console.PageAsync("/console"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_may_run_no_script_and_no_style_that_stands_in_it()
    {
        var answer = await console.SendAsync(HttpMethod.Get, "/console/login");

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'; script-src 'self'; style-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<style", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_refused_reads_which_role_it_needs_and_may_choose_his_language_there()
    {
        await console.LogInAsync("anna", AccountRole.Viewer);
        await console.PageAsync("/console?language=fr");

        var answer = await console.SendAsync(HttpMethod.Post, "/console/accounts", ("form", "x"));

        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("il faut le rôle administrateur", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/console?language=en\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_speaks_french_to_whom_that_is_his_language_or_who_chose_it()
    {
        Assert.Contains("Log in", await console.PageAsync("/console/login"), StringComparison.Ordinal);

        Assert.Contains(
            "Se connecter", await console.PageAsync("/console/login?language=fr"), StringComparison.Ordinal);

        Assert.Contains("Se connecter", await console.PageAsync("/console/login"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("role")]
    [InlineData("remove")]
    public async Task Who_is_somebody_else_when_his_form_is_here_at_last_does_nothing(string change)
    {
        await console.LogInAsync("anna", AccountRole.Admin);
        Assert.Null(console.Folder.Accounts.Create("bert", AccountRole.Admin, ConsoleBench.Password));
        var form = ConsoleCookies.TokenOf(console.Cookies["__Host-ledger-session"]);
        using var slow = new SlowForm($"form={form}&role=admin&name=cleo&password=other+words+than+these");
        var answering = console.SendAsync(HttpMethod.Post, "/console/accounts", slow);
        await slow.Begun;

        Assert.Null(change == "role"
            ? console.Folder.Accounts.SetRole("anna", AccountRole.Viewer)
            : console.Folder.Accounts.Remove("anna"));
        slow.GoOn();

        var answer = await answering;
        Assert.Equal("/console/login", answer.Headers.Location?.ToString());
        Assert.DoesNotContain("cleo", console.Folder.Accounts.List().Select(one => one.Name));
    }

    [Fact]
    public async Task An_admin_changes_another_account_and_removes_it()
    {
        await console.LogInAsync("anna", AccountRole.Admin);
        var accounts = console.Folder.Accounts;
        Assert.Null(accounts.Create("bert", AccountRole.Viewer, ConsoleBench.Password));
        const string next = "other words than these";

        await console.FillInAsync("/console/accounts", "/console/accounts/bert/role", ("role", "operator"));
        Assert.Equal(AccountRole.Operator, accounts.List().Single(one => one.Name == "bert").Role);
        await console.FillInAsync("/console/accounts", "/console/accounts/bert/password", ("password", next));
        Assert.IsType<LoginOutcome.Done>(accounts.LogIn("bert", next));
        await console.FillInAsync("/console/accounts", "/console/accounts/bert/remove");

        Assert.Equal(["anna"], accounts.List().Select(one => one.Name));
        Assert.All(
            console.Folder.Store.Entries().OfType<LedgerEntry.AccountChanged>(), one => Assert.Equal("anna", one.By));
    }

    [Fact]
    public async Task An_account_whose_form_comes_twice_is_made_once_and_that_is_no_mistake()
    {
        await console.LogInAsync("anna", AccountRole.Admin);
        var form = ConsoleCookies.TokenOf(console.Cookies["__Host-ledger-session"]);
        (string, string)[] fields =
            [("form", form), ("name", "bert"), ("role", "viewer"), ("password", ConsoleBench.Password)];

        for (var times = 0; times < 2; times++)
            Assert.Equal(
                HttpStatusCode.SeeOther,
                (await console.SendAsync(HttpMethod.Post, "/console/accounts", fields)).StatusCode);

        fields[^1] = ("password", "other words than these");
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (await console.SendAsync(HttpMethod.Post, "/console/accounts", fields)).StatusCode);
    }

    [Fact]
    public async Task A_wrong_password_is_nobodys_act()
    {
        await console.LogInAsync("anna", AccountRole.Viewer);
        console.Folder.Accounts.LogIn("anna", "five words and more");
        console.Folder.Accounts.LogIn("nobody", "five words and more");

        var page = await console.PageAsync("/console/acts");

        Assert.Equal(3, page.Split("/console/acts?by=:\"").Length);
        Assert.Contains(">Unknown</a>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void One_of_each_address_waits_and_few_in_all()
    {
        var queue = new LoginQueue();
        var one = queue.Enter(IPAddress.Parse("192.0.2.1"));
        Assert.NotNull(one);
        Assert.Null(queue.Enter(IPAddress.Parse("192.0.2.1")));
        Assert.Null(queue.Enter(IPAddress.Parse("::ffff:192.0.2.1")));
        Assert.NotNull(queue.Enter(IPAddress.Parse("2001:db8::1")));
        Assert.Null(queue.Enter(IPAddress.Parse("2001:db8::2")));

        for (var more = 2; more < LoginQueue.Most; more++)
            Assert.NotNull(queue.Enter(IPAddress.Parse($"198.51.100.{more}")));
        Assert.Null(queue.Enter(IPAddress.Parse("203.0.113.1")));

        one.Dispose();
        Assert.NotNull(queue.Enter(IPAddress.Parse("203.0.113.1")));
    }

    /// <summary>A form whose second half is sent later.</summary>
    private sealed class SlowForm : HttpContent
    {
        private readonly byte[] bytes;
        private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource goesOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public SlowForm(string form)
        {
            bytes = System.Text.Encoding.ASCII.GetBytes(form);
            Headers.ContentType = new("application/x-www-form-urlencoded");
        }

        public Task Begun => begun.Task;

        public void GoOn() => goesOn.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(bytes.AsMemory(0, 10));
            await stream.FlushAsync();
            begun.SetResult();
            await goesOn.Task;
            await stream.WriteAsync(bytes.AsMemory(10));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }
}
