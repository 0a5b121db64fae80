using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>Who may use the console: kept in the log, so a restart or another worker knows all of it.</summary>
public sealed class AccountDeskTests : IDisposable
{
    private const string Password = "four words and more";
    private const string Wrong = "five words and more";

    private readonly Site site = new();
    private readonly LedgerBench ledger;
    private readonly ManualTime time = new(DateTimeOffset.FromUnixTimeMilliseconds(Clock.Noon));

    public AccountDeskTests()
    {
        ledger = new LedgerBench(site);
        Assert.Null(Desk.Create("anna", AccountRole.Treasurer, Password));
    }

    /// <summary>Another one each time, as after a restart: what it knows stands in the log.</summary>
    private AccountDesk Desk => new(new KeyedStore(ledger.Store, time), PasswordHash.FewestIterations);

    public void Dispose() => site.Dispose();

    [Fact]
    public void Whoever_knows_the_password_is_known_by_what_the_browser_shows()
    {
        var secret = LogIn();

        var account = Desk.Find(secret, isByHand: true);

        Assert.Equal(("anna", AccountRole.Treasurer), (account!.Name, account.Role));
        Assert.Null(Desk.Find(secret + "a", isByHand: true));
    }

    [Fact]
    public void The_log_has_neither_password_nor_session()
    {
        var secret = LogIn();

        var log = System.Text.Encoding.UTF8.GetString(ledger.Disk.Read("ledger.log"));

        Assert.DoesNotContain(Password, log, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, log, StringComparison.Ordinal);
    }

    [Fact]
    public void What_somebody_types_as_a_name_is_not_kept_where_it_is_none()
    {
        Assert.IsType<LoginOutcome.Refused>(Desk.LogIn(Wrong, "anna"));

        Assert.DoesNotContain(
            Wrong, System.Text.Encoding.UTF8.GetString(ledger.Disk.Read("ledger.log")), StringComparison.Ordinal);
    }

    [Fact]
    public void After_some_wrong_tries_the_right_password_is_refused_too_until_its_time_has_come()
    {
        for (var tries = 0; tries < LoginTries.Free; tries++)
            Assert.IsType<LoginOutcome.Refused>(Desk.LogIn("anna", Wrong));

        Assert.IsType<LoginOutcome.Refused>(Desk.LogIn("anna", Password));
        time.Advance(TimeSpan.FromSeconds(30));

        Assert.IsType<LoginOutcome.Done>(Desk.LogIn("anna", Password));
    }

    [Fact]
    public void A_try_that_is_not_looked_at_makes_nobody_wait_longer_and_the_log_no_longer()
    {
        for (var tries = 0; tries < LoginTries.Free; tries++)
            Desk.LogIn("anna", Wrong);
        var before = ledger.Store.End();

        for (var tries = 0; tries < 100; tries++)
            Desk.LogIn("anna", Wrong);

        Assert.Equal(before, ledger.Store.End());
    }

    [Fact]
    public void Names_that_there_are_not_are_slowed_down_together_and_nobody_else_is()
    {
        for (var tries = 0; tries < 100; tries++)
            Desk.LogIn($"guess-{tries}", Wrong);

        LogIn();
        Assert.Equal(
            LoginTries.Free, ledger.Store.Entries().OfType<LedgerEntry.LoginFailed>().Count(one => one.Name is null));
    }

    [Fact]
    public void Each_wrong_try_doubles_the_wait_up_to_a_quarter_of_an_hour()
    {
        var waits = Enumerable.Range(LoginTries.Free, 8).Select(wrong => new LoginTries(wrong, 0).Wait(0));

        Assert.Equal([30, 60, 120, 240, 480, 900, 900, 900], waits.Select(wait => (int)wait!.Value.TotalSeconds));
        Assert.Null(new LoginTries(LoginTries.Free - 1, 0).Wait(0));
        Assert.Equal(LoginTries.LongestWait, new LoginTries(99, 0).Wait(0));
    }

    [Fact]
    public void A_clock_that_was_ahead_bars_nobody() => Assert.Null(new LoginTries(99, Clock.Noon).Wait(0));

    [Fact]
    public void Strangers_who_try_a_name_do_not_bar_the_browser_in_which_it_logged_in_before()
    {
        var mark = Assert.IsType<LoginOutcome.Done>(Desk.LogIn("anna", Password)).Mark;
        for (var tries = 0; tries < LoginTries.Free; tries++)
            Desk.LogIn("anna", Wrong);
        Assert.IsType<LoginOutcome.Refused>(Desk.LogIn("anna", Password));
        Assert.IsType<LoginOutcome.Refused>(Desk.LogIn("anna", Password, mark + "a"));

        Assert.IsType<LoginOutcome.Done>(Desk.LogIn("anna", Password, mark));

        // And that makes no stranger's tries free.
        Assert.IsType<LoginOutcome.Refused>(Desk.LogIn("anna", Password));
    }

    [Fact]
    public void A_browser_that_is_known_may_not_guess_for_ever_either()
    {
        var mark = Assert.IsType<LoginOutcome.Done>(Desk.LogIn("anna", Password)).Mark;
        for (var tries = 0; tries < LoginTries.Free; tries++)
            Desk.LogIn("anna", Wrong, mark);

        Assert.IsType<LoginOutcome.Refused>(Desk.LogIn("anna", Password, mark));
        LogIn();
    }

    [Fact]
    public void Another_password_makes_all_browsers_strangers()
    {
        var mark = Assert.IsType<LoginOutcome.Done>(Desk.LogIn("anna", Password)).Mark;
        Assert.Null(Desk.SetPassword("anna", Wrong));
        for (var tries = 0; tries < LoginTries.Free; tries++)
            Desk.LogIn("anna", Password);

        Assert.IsType<LoginOutcome.Refused>(Desk.LogIn("anna", Wrong, mark));
    }

    [Fact]
    public void Whoever_is_asked_for_his_password_again_opens_no_session_and_is_not_barred_by_strangers()
    {
        for (var tries = 0; tries < LoginTries.Free; tries++)
            Desk.LogIn("anna", Wrong);

        Assert.True(Desk.Knows("anna", Password));
        for (var tries = 0; tries < LoginTries.Free; tries++)
            Assert.False(Desk.Knows("anna", Wrong));
        Assert.False(Desk.Knows("anna", Password));

        Assert.Empty(ledger.Store.Entries().OfType<LedgerEntry.SessionOpened>());
    }

    [Fact]
    public void Who_was_an_admin_when_he_was_let_in_and_is_none_any_more_changes_no_account()
    {
        Assert.Null(Desk.Create("bert", AccountRole.Admin, Password));
        Assert.Null(Desk.Create("cleo", AccountRole.Admin, Password));
        Assert.Null(Desk.SetRole("bert", AccountRole.Viewer, by: "cleo"));
        const string no = "account bert is no admin's any more";

        Assert.Equal(no, Desk.Create("dora", AccountRole.Admin, Password, by: "bert"));
        Assert.Equal(no, Desk.SetRole("anna", AccountRole.Admin, by: "bert"));
        Assert.Equal(no, Desk.SetPassword("cleo", Wrong, by: "bert"));
        Assert.Equal(no, Desk.Remove("cleo", by: "bert"));
        Assert.Null(Desk.SetPassword("bert", Wrong, by: "bert"));
    }

    [Fact]
    public void The_last_admin_stays()
    {
        Assert.Null(Desk.Create("bert", AccountRole.Admin, Password));
        const string no = "bert is the last admin: make another one first";

        Assert.Equal(no, Desk.Remove("bert"));
        Assert.Equal(no, Desk.SetRole("bert", AccountRole.Treasurer));
        Assert.Null(Desk.SetRole("bert", AccountRole.Admin));

        Assert.Null(Desk.Create("cleo", AccountRole.Admin, Password));
        Assert.Null(Desk.Remove("bert"));
    }

    [Fact]
    public void A_session_that_nobody_uses_ends_and_one_that_is_used_does_not()
    {
        var (used, left) = (LogIn(), LogIn());
        for (var minutes = 0; minutes < 60; minutes += 20)
        {
            time.Advance(TimeSpan.FromMinutes(20));
            Assert.NotNull(Desk.Find(used, isByHand: true));
        }

        Assert.Null(Desk.Find(left, isByHand: true));
    }

    [Fact]
    public void A_page_that_looks_by_itself_does_not_keep_a_session()
    {
        var secret = LogIn();
        time.Advance(TimeSpan.FromMinutes(20));
        Assert.NotNull(Desk.Find(secret, isByHand: false));

        time.Advance(TimeSpan.FromMinutes(10));

        Assert.Null(Desk.Find(secret, isByHand: false));
    }

    [Fact]
    public void A_session_ends_after_a_long_shift_whatever_happens()
    {
        var secret = LogIn();
        for (var minutes = 0; minutes < 12 * 60 - 10; minutes += 10)
        {
            time.Advance(TimeSpan.FromMinutes(10));
            Assert.NotNull(Desk.Find(secret, isByHand: true));
        }

        time.Advance(TimeSpan.FromMinutes(10));

        Assert.Null(Desk.Find(secret, isByHand: true));
    }

    [Fact]
    public void Another_role_another_password_and_a_removal_end_what_is_open()
    {
        var secret = LogIn();
        Assert.Null(Desk.SetRole("anna", AccountRole.Viewer));
        Assert.Null(Desk.Find(secret, isByHand: true));

        secret = LogIn();
        Assert.Equal(AccountRole.Viewer, Desk.Find(secret, isByHand: true)!.Role);
        Assert.Null(Desk.SetPassword("anna", Wrong));
        Assert.Null(Desk.Find(secret, isByHand: true));
        Assert.IsType<LoginOutcome.Refused>(Desk.LogIn("anna", Password));

        var next = Assert.IsType<LoginOutcome.Done>(Desk.LogIn("anna", Wrong)).Secret;
        Assert.Null(Desk.Remove("anna"));
        Assert.Null(Desk.Find(next, isByHand: true));
        Assert.Equal("there is no account anna", Desk.Remove("anna"));
    }

    [Fact]
    public void Logging_out_ends_this_session_and_no_other()
    {
        var (one, other) = (LogIn(), LogIn());

        Assert.True(Desk.LogOut(one));

        Assert.Null(Desk.Find(one, isByHand: true));
        Assert.NotNull(Desk.Find(other, isByHand: true));
        Assert.False(Desk.LogOut(one));
    }

    [Fact]
    public void The_oldest_of_too_many_sessions_ends()
    {
        var first = LogIn();
        for (var more = 0; more < AccountBook.MostSessions; more++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            LogIn();
        }

        Assert.Null(Desk.Find(first, isByHand: true));
    }

    [Theory]
    [InlineData("short")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("my name is bert-1 today")]
    public void A_password_that_is_easily_guessed_is_refused(string password) =>
        Assert.StartsWith("password: ", Desk.Create("bert-1", AccountRole.Viewer, password), StringComparison.Ordinal);

    [Fact]
    public void Nobody_changes_his_own_role_or_removes_himself_in_the_console()
    {
        Assert.Equal("nobody changes his own role", Desk.SetRole("anna", AccountRole.Admin, by: "anna"));
        Assert.Equal("nobody removes himself", Desk.Remove("anna", by: "anna"));
    }

    [Fact]
    public void Passwords_are_kept_by_as_many_rounds_as_is_recommended()
    {
        Assert.Equal(600_000, PasswordHash.Of(Password).Iterations);
        Assert.NotEqual(PasswordHash.Of(Password, 1_000), PasswordHash.Of(Password, 1_000));
    }

    private string LogIn() => Assert.IsType<LoginOutcome.Done>(Desk.LogIn("anna", Password)).Secret;
}
