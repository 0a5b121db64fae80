using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Storage;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>The ledger gets another key: by its own, by the root, and over a power cut at each step.</summary>
public sealed class LedgerKeyChangeTests : IDisposable
{
    private const string NextKey = "ledger-key-next.pem";

    private readonly TemporaryFolder folder = new();
    private readonly Es256Signer root = Es256Signer.Create();

    public LedgerKeyChangeTests()
    {
        using var made = LedgerFolder.Create(State, Site.Id);
        made.Trust.KeepRoot(root.PublicKey.ToJsonWebKey());
        made.Keys.KeepPublic(made.PublicKey);
    }

    private string State => folder.In("ledger");

    public void Dispose()
    {
        folder.Dispose();
        root.Dispose();
    }

    [Fact]
    public void Acts_of_all_keys_agree_and_the_former_signs_nothing_more()
    {
        using var before = LedgerFolder.Open(State);
        Assert.Null(before.Treasury.ClosePeriod(DateTimeOffset.UnixEpoch, "first"));
        var second = Change();
        using (var between = LedgerFolder.Open(State))
        {
            Assert.Equal(second, between.Signer.KeyId);
            Assert.Null(between.Treasury.ClosePeriod(DateTimeOffset.UnixEpoch.AddDays(1), "second"));
        }

        Assert.Throws<LedgerStoreException>(
            () => before.Treasury.ClosePeriod(DateTimeOffset.UnixEpoch.AddDays(2), "too late"));
        Change();

        Assert.Empty(Problems());
        Assert.False(File.Exists(Path.Combine(State, NextKey)));
    }

    [Fact]
    public void An_act_by_a_key_that_counts_no_more_is_found()
    {
        using var thief = Es256Signer.ReadPem(File.ReadAllText(Path.Combine(State, LedgerFolder.KeyName))).OrThrow();
        Change();
        using (var now = LedgerFolder.Open(State))
        {
            var closed = new LedgerEntry.PeriodClosed(0, "");
            now.Store.Change(draft =>
            {
                draft.Add(closed with
                {
                    Act = TreasurerAct.Sign(Site.Id, thief, DateTimeOffset.UnixEpoch, closed.Decision(), "mine"),
                });
                return true;
            });
        }

        Assert.Contains("a treasurer's act", Assert.Single(Problems()), StringComparison.Ordinal);
    }

    /// <summary>He has no key of the ledger's, and writes all of the log anew.</summary>
    [Fact]
    public void A_log_of_somebody_elses_keys_does_not_end_with_the_key_that_is_in_use()
    {
        var other = folder.In("other");
        using (LedgerFolder.Create(other, Site.Id))
        {
        }
        using (var theirs = LedgerFolder.Open(other))
        {
            Assert.Null(theirs.Treasury.ClosePeriod(DateTimeOffset.UnixEpoch, "theirs"));
            Assert.Null(new LedgerKeyChange(theirs, TimeProvider.System).Run(null, "theirs", out _));
        }
        File.Copy(Path.Combine(other, "ledger.log"), Path.Combine(State, "ledger.log"), overwrite: true);

        Assert.Contains("the key that is in use", Assert.Single(Problems()), StringComparison.Ordinal);
    }

    [Fact]
    public void The_root_names_a_key_where_the_ledgers_is_lost()
    {
        using (var before = LedgerFolder.Open(State))
            Assert.Null(before.Treasury.ClosePeriod(DateTimeOffset.UnixEpoch, "first"));
        File.Delete(Path.Combine(State, LedgerFolder.KeyName));
        Assert.Contains(
            "rotate-key", Assert.Throws<LedgerStoreException>(() => LedgerFolder.Open(State)).Message,
            StringComparison.Ordinal);

        using (var lost = LedgerFolder.OpenToChangeKey(State))
        {
            Assert.NotNull(new LedgerKeyChange(lost, TimeProvider.System).Run(null, "lost", out _));
            Assert.Null(new LedgerKeyChange(lost, TimeProvider.System).Run(root, "lost", out _));
        }

        Assert.Empty(Problems());
        using var now = LedgerFolder.Open(State);
        var statement = Assert.Single(now.Store.Read(books => books.LedgerKeys.Statements.ToList()));
        Assert.True(Jws.Open(JwsType.LedgerKey, statement, new KeyRing(root.PublicKey)).Succeeded(out _, out _));
    }

    [Fact]
    public void Another_root_names_nobody()
    {
        using var stranger = Es256Signer.Create();
        using var now = LedgerFolder.Open(State);

        Assert.Contains("the site's root is", new LedgerKeyChange(now, TimeProvider.System).Run(
            stranger, "mine", out _), StringComparison.Ordinal);
        Assert.Equal(0, now.Store.Read(books => books.LedgerKeys.Number));
    }

    /// <summary>The next key is durable first, then the books say so, then it takes its place.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void After_a_power_cut_it_is_as_before_or_goes_on(bool isBooked)
    {
        var former = File.ReadAllText(Path.Combine(State, LedgerFolder.KeyName));
        var second = Change();
        var next = File.ReadAllText(Path.Combine(State, LedgerFolder.KeyName));
        // As it was before the key took its place.
        File.WriteAllText(Path.Combine(State, LedgerFolder.KeyName), former);
        File.WriteAllText(Path.Combine(State, NextKey), next);
        if (!isBooked)
            File.Delete(Path.Combine(State, "ledger.log"));

        using (var again = LedgerFolder.Open(State))
            Assert.Equal(isBooked, again.Signer.KeyId == second);

        Assert.Empty(Problems());
        Assert.Equal(!isBooked, File.Exists(Path.Combine(State, NextKey)));
        if (!isBooked)
            Assert.NotEqual(second, Change());
        Assert.False(File.Exists(Path.Combine(State, NextKey)));
    }

    /// <summary>A desk that was opened before the change, by another process, and one that waits at it.</summary>
    [Fact]
    public void The_former_key_enrols_nobody()
    {
        using var terminal = Es256Signer.Create();
        using var before = LedgerFolder.Open(State);
        var jwk = terminal.PublicKey.ToJsonWebKey();
        var ledger = new EnrollingLedger(before.Seal, before.Store, before.Authority, before.Alone);
        Change();

        Assert.Throws<LedgerStoreException>(
            () => ledger.Enrol(Site.Bar, jwk, TerminalLimits.Default, Clock.Noon, Decider.Command));
        Assert.Empty(before.Store.Read(books => books.Terminals.ToList()));

        using (var now = LedgerFolder.Open(State))
            Assert.Null(new EnrollingLedger(now.Seal, now.Store, now.Authority, now.Alone).Enrol(
                Site.Bar, jwk, TerminalLimits.Default, Clock.Noon, Decider.Command));
        before.Authority.Make();
        Assert.Throws<LedgerStoreException>(() => ledger.Answer(Site.Bar, terminal.KeyId, "", Nonce.Create()));
        Assert.Empty(Problems());
    }

    [Fact]
    public void The_former_key_splits_no_payment()
    {
        const string guest = "04E141125B3C80";
        using var site = new Site();
        var terminal = new JournalWriter(site);
        using var before = LedgerFolder.Open(State);
        new LedgerBench(site, before.Store).With((guest, "TLF 100"));
        Change();

        var line = terminal.Next(JournalWriter.Beer(guest));

        Assert.Throws<LedgerStoreException>(() => Take(before));
        Assert.Empty(Problems());
        using (var now = LedgerFolder.Open(State))
            Assert.IsType<IngestOutcome.Booked>(Assert.Single(Take(now)));
        Assert.Empty(Problems());

        List<IngestOutcome> Take(LedgerFolder ledger)
        {
            using var file = new MemoryStream([.. line.Compact.Span, (byte)'\n']);
            return [.. new JournalFile(Site.Id, ledger.Store, ledger.Signer).Take(file, Clock.Noon)];
        }
    }

    [Fact]
    public void What_terminals_are_told_leads_from_the_first_key_to_the_last()
    {
        KeyId first;
        using (var before = LedgerFolder.Open(State))
            first = before.Signer.KeyId;
        Change();
        var third = Change();

        using var now = LedgerFolder.Open(State);
        var told = now.Store.Read(books => LedgerKeyBatch.Write(books.LedgerKeys.Statements));
        var enrolled = new PinnedLedgerKey(
            Site.Id, now.Store.Read(books => books.LedgerKeys.First)!, Number: 0, RootNumber: 0, Root: null);
        Assert.Equal(first, enrolled.KeyId);
        var pinned = LedgerKeyBatch.Split(told).OrThrow().Aggregate(
            enrolled, (known, statement) => known.Take(statement).OrThrow());
        Assert.Equal((third, 2), (pinned.KeyId, pinned.Number));
        var file = Enrolment.Read(now.Store.Read(books => now.Seal.Write(
            books, Site.Bar, root.KeyId, 1, TerminalLimits.Default))).OrThrow();
        Assert.Equal(2, file.LedgerKeyNumber);
    }

    private KeyId Change()
    {
        using var now = LedgerFolder.Open(State);
        Assert.Null(new LedgerKeyChange(now, TimeProvider.System).Run(null, "yearly", out var key));
        return key;
    }

    private IReadOnlyList<string> Problems()
    {
        using var now = LedgerFolder.Open(State);
        using var first = now.Store.Read(books => books.LedgerKeys.First) is { } jwk
            ? global::CloudBridge.Contract.PublicKey.Read(jwk).OrThrow()
            : null;
        var check = new LedgerCheck(
            Site.Id, new KeyRing(first ?? now.Signer.PublicKey), root: root.PublicKey);
        check.Run(now.Store.Entries());
        check.EndsWith(now.Signer.KeyId);
        return check.Problems;
    }
}
