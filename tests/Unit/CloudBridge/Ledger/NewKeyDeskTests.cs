using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>An enrolled terminal asks for another key at the desk.</summary>
public sealed class NewKeyDeskTests : IDisposable
{
    private static readonly TerminalId Bar = Site.Bar;

    private readonly EnrolmentBench bench = new();
    private readonly Es256Signer present = Es256Signer.Create();
    private readonly Es256Signer next = Es256Signer.Create();

    public NewKeyDeskTests()
    {
        bench.Ask(present, Bar, bench.Create(Bar));
        Assert.Null(bench.Desk.Confirm(Bar, WordsOf(present), Decider.Command));
    }

    public void Dispose()
    {
        bench.Dispose();
        present.Dispose();
        next.Dispose();
    }

    [Fact]
    public void Confirmed_it_is_given_the_next_epoch_under_its_next_key_and_the_present_one_stays()
    {
        Assert.IsType<AskOutcome.Waits>(Ask(next, Create()));
        Assert.Null(bench.Desk.Confirm(Bar, WordsOf(next), new Decider("shop", "the laptop was stolen")));

        var request = Request(next, pin: null);
        var answer = Assert.IsType<AskOutcome.Confirmed>(bench.Desk.Ask(request)).Answer;
        Assert.Equal(next.KeyId, answer.TerminalKey);
        Assert.Equal(2, Enrolment.Read(System.Text.Encoding.ASCII.GetBytes(answer.Enrolment)).OrThrow().Epoch);
        var (key, granted) = Keys();
        Assert.Equal((present.KeyId, next.KeyId), (key, granted!.Value));
        Assert.Contains(
            bench.Store.Entries(),
            entry => entry is LedgerEntry.TerminalKeyGranted { By: "shop", Note: "the laptop was stolen", Epoch: 2 });
    }

    [Fact]
    public void Without_saying_that_it_is_for_another_key_a_taken_name_is_refused_as_before()
    {
        Assert.Contains(
            "--new-key", bench.Desk.Create(Bar, "kiosk", TerminalLimits.Default, out _), StringComparison.Ordinal);
        Assert.Contains(
            "is not enrolled",
            bench.Desk.CreateForNewKey(TerminalId.Parse("bar-9"), out _),
            StringComparison.Ordinal);
    }

    /// <summary>A folder without the present key has no journal that ends in it: it would never be heard.</summary>
    [Fact]
    public void Who_does_not_name_the_present_key_is_refused_and_the_PIN_holds()
    {
        var pin = Create();
        using var other = Es256Signer.Create();

        Assert.Equal(
            present.KeyId, Assert.IsType<AskOutcome.AnotherKey>(bench.Ask(next, Bar, pin)).Expected);
        Assert.Equal(
            present.KeyId,
            Assert.IsType<AskOutcome.AnotherKey>(
                bench.Desk.Ask(Request(next, pin) with { Replaces = other.KeyId })).Expected);

        Assert.IsType<AskOutcome.Waits>(Ask(next, pin));
    }

    [Fact]
    public void A_new_terminal_replaces_no_key()
    {
        var gate = TerminalId.Parse("gate-7");
        var request = bench.Request(next, gate, bench.Create(gate)) with { Replaces = present.KeyId };

        Assert.Null(Assert.IsType<AskOutcome.AnotherKey>(bench.Desk.Ask(request)).Expected);
    }

    [Fact]
    public void A_granted_key_gives_way_to_the_next_one_and_its_answer_is_given_no_more()
    {
        Confirm(next);
        using var later = Es256Signer.Create();
        Confirm(later);

        Assert.Equal(later.KeyId, Keys().Granted);
        Assert.IsType<AskOutcome.PinNeeded>(bench.Desk.Ask(Request(next, pin: null)));
    }

    [Fact]
    public void A_granted_key_that_was_not_used_is_taken_back_by_refusing_the_terminal()
    {
        Confirm(next);

        Assert.Null(bench.Desk.Refuse(Bar, new Decider(null, "it was never used")));

        Assert.Equal((present.KeyId, (KeyId?)null), Keys());
        Assert.IsType<AskOutcome.Refused>(bench.Desk.Ask(Request(next, pin: null)));
    }

    /// <summary>What a log of before may hold is taken; whoever does it is told what it costs.</summary>
    [Fact]
    public void That_of_a_terminal_that_was_revoked_is_taken_back_too_with_a_warning()
    {
        Confirm(next);
        Assert.Null(Warning());
        Assert.Null(new Treasury(Site.Id, bench.Store, bench.Ledger, bench.Time).Revoke(Bar, "Ada", "stolen"));
        Assert.Contains("was revoked, and cannot be granted", Warning(), StringComparison.Ordinal);

        Assert.Null(bench.Desk.Refuse(Bar, Decider.Command));

        Assert.Equal((present.KeyId, (KeyId?)null), Keys());
        Assert.Null(Warning());
    }

    [Fact]
    public void Refusing_one_that_asks_leaves_the_key_that_was_granted_before()
    {
        Confirm(next);
        using var later = Es256Signer.Create();
        Ask(later, Create());

        Assert.Null(bench.Desk.Refuse(Bar, Decider.Command));

        Assert.Equal(next.KeyId, Keys().Granted);
    }

    [Fact]
    public void A_confirmation_that_broke_off_is_done_again_with_the_same_outcome()
    {
        Ask(next, Create());
        var before = bench.Written;
        Assert.Null(bench.Desk.Confirm(Bar, WordsOf(next), Decider.Command));
        var entries = bench.Store.Entries().Count();

        bench.Write(before);
        Assert.Null(bench.Desk.Confirm(Bar, WordsOf(next), Decider.Command));

        Assert.Equal(entries, bench.Store.Entries().Count());
    }

    [Fact]
    public void A_request_creates_it_once_and_is_told_the_same_PIN_again()
    {
        var key = RequestKey.Of(Site.Key, "shop", "a", "", []);

        var first = Assert.IsType<Outcome<CreatedPin>.Done>(bench.Desk.CreateForNewKey(Bar, key)).Answer;
        var again = Assert.IsType<Outcome<CreatedPin>.Done>(bench.Desk.CreateForNewKey(Bar, key)).Answer;

        Assert.Equal(first.Pin, again.Pin);
        Assert.IsType<AskOutcome.Waits>(Ask(next, first.Pin));
    }

    private string? Warning() => bench.Store.Read(books => KeyFlaws.WarningOfRefusal(Bar, books));

    private void Confirm(Es256Signer key)
    {
        Assert.IsType<AskOutcome.Waits>(Ask(key, Create()));
        Assert.Null(bench.Desk.Confirm(Bar, WordsOf(key), Decider.Command));
    }

    private string Create()
    {
        Assert.Null(bench.Desk.CreateForNewKey(Bar, out var pin));
        return pin;
    }

    private EnrolmentRequest Request(Es256Signer key, string? pin) =>
        bench.Request(key, Bar, pin) with { Replaces = present.KeyId };

    private AskOutcome Ask(Es256Signer key, string? pin) => bench.Desk.Ask(Request(key, pin));

    private string WordsOf(Es256Signer key) => EnrolmentWords.Of(key.KeyId, bench.LedgerKey.KeyId);

    private (KeyId Present, KeyId? Granted) Keys() => bench.Store.Read(books =>
        (books.Terminal(Bar).Key.KeyId, books.Terminal(Bar).Keys.Granted?.Key.KeyId));
}
