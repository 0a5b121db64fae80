using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>Who is let in, by which PIN, how often one may try, and what the operator's words decide.</summary>
public sealed class EnrolmentDeskTests : IDisposable
{
    private static readonly TerminalId Bar = Site.Bar;
    private static readonly TerminalId Gate = TerminalId.Parse("gate-7");

    private readonly EnrolmentBench bench = new();
    private readonly Es256Signer key = Es256Signer.Create();
    private readonly Es256Signer other = Es256Signer.Create();

    private EnrolmentDesk Desk => bench.Desk;

    private string Words => EnrolmentWords.Of(key.KeyId, bench.LedgerKey.KeyId);

    public void Dispose()
    {
        bench.Dispose();
        key.Dispose();
        other.Dispose();
    }

    [Fact]
    public void A_terminal_that_is_confirmed_by_its_words_is_in_the_books_and_gets_its_files()
    {
        var pin = bench.Create(Bar);
        Assert.IsType<AskOutcome.Waits>(bench.Ask(key, Bar, pin));
        Assert.IsType<AskOutcome.Waits>(bench.Ask(key, Bar, null));
        Assert.IsType<LedgerEntry.TerminalCreated>(Assert.Single(bench.Store.Entries()));

        Assert.Null(Desk.Confirm(Bar, Words, Decider.Command));

        var enrolled = Assert.IsType<LedgerEntry.TerminalEnrolled>(Assert.Single(bench.Store.Entries().Skip(1)));
        Assert.Equal((Bar, Site.Id), (enrolled.Terminal, enrolled.Key.Site!.Value));
        var request = bench.Request(key, Bar, null);
        var confirmed = Assert.IsType<AskOutcome.Confirmed>(Desk.Ask(request));
        var answer = Read(confirmed, request).OrThrow();
        Assert.Equal((Bar, key.KeyId), (answer.Terminal, answer.TerminalKey));
    }

    [Fact]
    public void It_gets_the_sites_root_and_the_keys_of_its_cards()
    {
        var keys = new SiteCardKey[] { new("members", "proof", 2, new string('A', 32)) };
        bench.Trust.KeepRoot(other.PublicKey.ToJsonWebKey());
        bench.SetCardKeys(keys);
        bench.Ask(key, Bar, bench.Create(Bar));
        Assert.Null(Desk.Confirm(Bar, Words, Decider.Command));

        var request = bench.Request(key, Bar, null);
        var answer = Read(Assert.IsType<AskOutcome.Confirmed>(Desk.Ask(request)), request).OrThrow();

        Assert.Equal([.. keys], answer.CardKeys!.Value);
        var file = Enrolment.Read(System.Text.Encoding.ASCII.GetBytes(answer.Enrolment)).OrThrow();
        Assert.Equal(other.PublicKey.ToJsonWebKey(), file.RootKey);
    }

    [Fact]
    public void What_waits_is_there_after_a_restart_and_a_second_confirmation_changes_nothing()
    {
        var pin = bench.Create(Bar);
        bench.Start();
        Assert.IsType<AskOutcome.Waits>(bench.Ask(key, Bar, pin));
        bench.Start();
        Assert.IsType<AskOutcome.Waits>(bench.Ask(key, Bar, null));
        Assert.Null(Desk.Confirm(Bar, Words, Decider.Command));
        bench.Start();

        Assert.Null(Desk.Confirm(Bar, Words, Decider.Command));

        Assert.IsType<LedgerEntry.TerminalEnrolled>(Assert.Single(bench.Store.Entries().Skip(1)));
        Assert.IsType<AskOutcome.Confirmed>(bench.Ask(key, Bar, null));
    }

    [Fact]
    public void Other_words_confirm_nobody()
    {
        bench.Ask(key, Bar, bench.Create(Bar));

        var wrong = Desk.Confirm(Bar, EnrolmentWords.Of(key.KeyId, other.KeyId), Decider.Command);
        Assert.Equal(RefusalKind.WordsWrong, wrong?.Kind);
        Assert.Contains("somebody stands between", wrong!.What, StringComparison.Ordinal);
        var nobody = Desk.Confirm(Gate, Words, Decider.Command);
        Assert.Equal(RefusalKind.NobodyWaits, nobody?.Kind);
        Assert.Contains("No terminal", nobody!.What, StringComparison.Ordinal);

        Assert.IsType<AskOutcome.Waits>(bench.Ask(key, Bar, null));
        Assert.IsType<LedgerEntry.TerminalCreated>(Assert.Single(bench.Store.Entries()));
    }

    [Fact]
    public void The_log_says_who_created_a_terminal_and_who_refused_it_once_and_no_pin()
    {
        var anna = new Decider("console:anna", "read aloud");
        var pin = bench.Create(Bar);

        Assert.Null(Desk.Refuse(Bar, anna));
        Assert.Null(Desk.Refuse(Bar, anna));
        Assert.NotNull(Desk.Refuse(Gate, anna));

        var now = bench.Time.GetUtcNow().ToUnixTimeMilliseconds();
        Assert.Equal(
            [
                new LedgerEntry.TerminalCreated(Bar, "kiosk", now),
                new LedgerEntry.TerminalRefused(Bar, now, "console:anna", "read aloud"),
            ],
            bench.Store.Entries());
        Assert.DoesNotContain(pin, string.Concat(bench.Store.Entries()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_PIN_is_good_once()
    {
        var pin = bench.Create(Bar);
        Assert.IsType<AskOutcome.Waits>(bench.Ask(key, Bar, pin));

        Assert.IsType<AskOutcome.PinWrong>(bench.Ask(other, Bar, pin));
        Assert.IsType<AskOutcome.PinNeeded>(bench.Ask(other, Bar, null));
        Assert.IsType<AskOutcome.Waits>(bench.Ask(key, Bar, pin));
    }

    [Fact]
    public void Whether_there_is_such_a_name_is_not_told()
    {
        var pin = bench.Create(Bar);

        Assert.Equal(bench.Ask(key, Gate, pin), bench.Ask(key, Bar, EnrolmentBench.Another(pin)));
        Assert.Equal(bench.Ask(key, Gate, null), bench.Ask(key, Bar, null));
    }

    [Fact]
    public void Five_wrong_tries_make_a_PIN_void()
    {
        var pin = bench.Create(Bar);
        for (var i = 0; i < 5; i++)
            Assert.IsType<AskOutcome.PinWrong>(bench.Ask(other, Bar, EnrolmentBench.Another(pin)));

        Assert.IsType<AskOutcome.PinOver>(bench.Ask(key, Bar, pin));

        Assert.IsType<AskOutcome.Waits>(bench.Ask(key, Bar, bench.Create(Bar)));
    }

    [Fact]
    public void Four_wrong_tries_do_not()
    {
        var pin = bench.Create(Bar);
        for (var i = 0; i < 4; i++)
            bench.Ask(other, Bar, EnrolmentBench.Another(pin));

        Assert.IsType<AskOutcome.Waits>(bench.Ask(key, Bar, pin));
    }

    [Fact]
    public void A_PIN_holds_for_an_hour()
    {
        var (bar, gate) = (bench.Create(Bar), bench.Create(Gate));
        bench.Time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1));
        Assert.IsType<AskOutcome.Waits>(bench.Ask(key, Bar, bar));
        bench.Time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.IsType<AskOutcome.PinOver>(bench.Ask(other, Gate, gate));
    }

    [Fact]
    public void Twenty_wrong_tries_at_a_site_stop_all_of_them_until_the_first_is_an_hour_old()
    {
        var first = bench.Create(Bar);
        for (var i = 0; i < 20; i++)
        {
            Assert.IsType<AskOutcome.PinWrong>(bench.Ask(other, TerminalId.Parse($"guess-{i}"), first));
            bench.Time.Advance(TimeSpan.FromMinutes(1));
        }
        bench.Start();

        Assert.Equal(
            TimeSpan.FromMinutes(40), Assert.IsType<AskOutcome.TooMany>(bench.Ask(key, Bar, first)).Again);
        bench.Time.Advance(TimeSpan.FromMinutes(40));
        Assert.IsType<AskOutcome.Waits>(bench.Ask(key, Bar, bench.Create(Bar)));
    }

    /// <summary>Or setting up a festival would stop itself; and what stands needs no PIN.</summary>
    [Fact]
    public void Right_PINs_are_no_tries_and_who_waits_goes_on_waiting()
    {
        for (var i = 0; i < 30; i++)
        {
            var name = TerminalId.Parse($"till-{i}");
            using var its = Es256Signer.Create();
            Assert.IsType<AskOutcome.Waits>(bench.Ask(its, name, bench.Create(name)));
        }
        bench.Ask(key, Bar, bench.Create(Bar));
        for (var i = 0; i < 20; i++)
            bench.Ask(other, Gate, "000000");

        Assert.IsType<AskOutcome.TooMany>(bench.Ask(other, Gate, "000000"));
        Assert.IsType<AskOutcome.Waits>(bench.Ask(key, Bar, null));
    }

    [Fact]
    public void A_clock_that_was_far_ahead_bars_nobody_for_longer_than_an_hour()
    {
        using var ahead = Es256Signer.Create();
        for (var i = 0; i < 20; i++)
            bench.Ask(ahead, Gate, "000000");
        bench.SetClockBack(TimeSpan.FromDays(300));

        Assert.InRange(
            Assert.IsType<AskOutcome.TooMany>(bench.Ask(key, Bar, "000000")).Again,
            TimeSpan.FromMinutes(59),
            TimeSpan.FromHours(1));

        bench.Time.Advance(TimeSpan.FromHours(1));
        Assert.IsType<AskOutcome.Waits>(bench.Ask(key, Bar, bench.Create(Bar)));
    }

    [Fact]
    public void Who_heard_another_ledger_is_told_so_and_uses_up_no_try()
    {
        var pin = bench.Create(Bar);
        for (var i = 0; i < 30; i++)
            Assert.IsType<AskOutcome.Elsewhere>(Desk.Ask(bench.Request(key, Bar, pin, other.KeyId)));

        Assert.IsType<AskOutcome.Waits>(bench.Ask(key, Bar, pin));
    }

    [Fact]
    public void A_refused_terminal_is_told_so_and_may_be_created_again()
    {
        bench.Ask(key, Bar, bench.Create(Bar));

        Assert.Null(Desk.Refuse(Bar, Decider.Command));

        Assert.IsType<AskOutcome.Refused>(bench.Ask(key, Bar, null));
        Assert.NotNull(Desk.Confirm(Bar, Words, Decider.Command));
        Assert.IsType<AskOutcome.Waits>(bench.Ask(key, Bar, bench.Create(Bar)));
        Assert.Null(Desk.Confirm(Bar, Words, Decider.Command));
        Assert.NotNull(Desk.Refuse(Bar, Decider.Command));
    }

    [Fact]
    public void A_name_is_given_once()
    {
        bench.Ask(key, Bar, bench.Create(Bar));
        Assert.Contains("waits", Refused(Bar), StringComparison.Ordinal);

        Desk.Confirm(Bar, Words, Decider.Command);

        Assert.Contains("is enrolled", Refused(Bar), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_waits_longer_than_a_day()
    {
        bench.Ask(key, Bar, bench.Create(Bar));
        bench.Time.Advance(TimeSpan.FromDays(1));

        Assert.IsType<AskOutcome.PinNeeded>(bench.Ask(key, Bar, null));
        Assert.Empty(Desk.List());
    }

    [Fact]
    public void No_PIN_stands_on_the_disk()
    {
        var pin = bench.Create(Bar);

        Assert.DoesNotContain(pin, bench.Written, StringComparison.Ordinal);
        bench.Ask(key, Bar, pin);
        Assert.Null(Assert.Single(Desk.List()).Pin);
    }

    /// <summary>Whoever keeps one and says it again later would undo what has changed since.</summary>
    [Fact]
    public void An_answer_is_good_for_its_own_request_key_and_ledger_alone()
    {
        bench.Ask(key, Bar, bench.Create(Bar));
        Desk.Confirm(Bar, Words, Decider.Command);
        var request = bench.Request(key, Bar, null);
        var confirmed = Assert.IsType<AskOutcome.Confirmed>(Desk.Ask(request));

        Assert.True(Read(confirmed, request).Succeeded(out _, out _));
        Assert.Equal(FormatErrorKind.WrongAddressee, ErrorOf(Read(confirmed, bench.Request(key, Bar, null))));
        Assert.Equal(FormatErrorKind.UnknownKey, ErrorOf(EnrolmentAnswer.Read(
            confirmed.Answer.Write(other, key.PublicKey), request, key, bench.LedgerKey)));
        Assert.Equal(FormatErrorKind.UnknownKey, ErrorOf(EnrolmentAnswer.Read(
            confirmed.Answer.Write(bench.Ledger, other.PublicKey), request, key, bench.LedgerKey)));
    }

    [Fact]
    public void An_answer_whose_parts_are_of_others_is_refused()
    {
        bench.Ask(key, Bar, bench.Create(Bar));
        Desk.Confirm(Bar, Words, Decider.Command);
        using var stranger = new EnrolmentBench();
        stranger.Ask(other, Bar, stranger.Create(Bar));
        stranger.Desk.Confirm(Bar, EnrolmentWords.Of(other.KeyId, stranger.LedgerKey.KeyId), Decider.Command);
        var theirs = Assert.IsType<AskOutcome.Confirmed>(stranger.Ask(other, Bar, null)).Answer;
        var request = bench.Request(key, Bar, null);
        var good = Assert.IsType<AskOutcome.Confirmed>(Desk.Ask(request)).Answer;

        foreach (var mixed in new[]
        {
            good with { Enrolment = theirs.Enrolment },
            good with { Certificate = theirs.Certificate },
            good with { Authority = theirs.Authority },
            good with { Certificate = "none" },
        })
            Assert.Equal(FormatErrorKind.BadContent, ErrorOf(EnrolmentAnswer.Read(
                mixed.Write(bench.Ledger, key.PublicKey), request, key, bench.LedgerKey)));
    }

    [Fact]
    public void A_request_is_signed_by_the_key_that_it_names()
    {
        var request = bench.Request(key, Bar, "000000");

        Assert.Equal(request, EnrolmentRequest.Read(request.Write(key)).OrThrow());
        Assert.Equal(FormatErrorKind.UnknownKey, ErrorOf(EnrolmentRequest.Read(request.Write(other))));
    }

    private Reading<EnrolmentAnswer> Read(AskOutcome.Confirmed confirmed, EnrolmentRequest request) =>
        EnrolmentAnswer.Read(confirmed.Answer.Write(bench.Ledger, key.PublicKey), request, key, bench.LedgerKey);

    private string Refused(TerminalId terminal) =>
        Desk.Create(terminal, "kiosk", TerminalLimits.Default, out _) ?? "created";

    private static FormatErrorKind ErrorOf<T>(Reading<T> reading) where T : class
    {
        Assert.False(reading.Succeeded(out _, out var error));
        return error.Kind;
    }
}
