using CloudBridge.Contract;
using CloudBridge.Storage;
using EdgeTerminal.Host;
using EdgeTerminal.Store;
using Tests.Support;
using Tests.Unit.EdgeTerminal.Host.Doctor;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>A start with what the ledger sent before.</summary>
public sealed class OpenedTerminalTests : IDisposable
{
    private static readonly TerminalLimits Sent = TerminalLimits.Default with
    {
        UnknownCards = new UnknownCardRules(
            UnknownCardPolicy.Allow, AssetId.Parse("TLF"), PerCard: new Money(5_00), PerDay: new Money(20_00)),
    };

    private readonly TemporaryFolder folder = new();
    private readonly Site site = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string State => folder.In("state");

    public void Dispose()
    {
        site.Dispose();
        folder.Dispose();
    }

    /// <summary>Cards that no list had may have spent all that they might then, not what the enrolment says.</summary>
    [Fact]
    public async Task Records_that_cannot_be_read_are_counted_by_the_limits_that_were_sent()
    {
        await EnrolAsync();
        Keep(new TerminalConfig(Limits: Sent));
        Rot(Sell(5));

        using var opened = Open();

        Assert.Single(opened.Unreadable);
        Assert.Equal(new Money(20_00), opened.Past.UnknownCardsSpent);
    }

    /// <summary>It would stay dark for good: what mends it comes over the network, or into the file.</summary>
    [Fact]
    public async Task What_was_sent_and_does_not_go_with_the_file_any_more_lets_the_terminal_start_and_sell_nothing()
    {
        await EnrolAsync();
        Keep(Wine);
        Sell(1, new Fact.ConfigApplied(5, 1, Digest.Zero));

        using var opened = Open();

        Assert.StartsWith(
            "configuration 1.5, which the ledger sent, does not go with the file here: kiosk.articles.0.allowance",
            opened.ConfigUnfit,
            StringComparison.Ordinal);
        Assert.Null(opened.Configuration.Sent);
        Assert.StartsWith("1.5: kiosk.articles.0.allowance", opened.Configs.Refused, StringComparison.Ordinal);
        Assert.Equal(new ConfigVersion(1, 5), opened.Configs.Highest);
    }

    /// <summary>The file names an allowance that was sent: nobody can be served by it, and it comes again.</summary>
    [Fact]
    public async Task A_file_that_needs_what_was_sent_does_not_keep_a_terminal_down_that_has_lost_it()
    {
        await EnrolAsync();
        Sell(1, new Fact.ConfigApplied(5, 1, Digest.Zero));

        using var opened = Open(("kiosk.articles.0.allowance", "alcohol"));

        Assert.True(opened.Configs.IsLost);
        Assert.Null(opened.Configuration.Sent);
    }

    /// <summary>The SD card died at night: the spare has the same file and a new enrolment, which knows no more.
    /// </summary>
    [Fact]
    public async Task A_file_that_needs_what_was_not_sent_yet_starts_and_waits_for_it()
    {
        await EnrolAsync();

        using (var opened = Open(("kiosk.articles.0.allowance", "alcohol")))
        {
            Assert.StartsWith(
                "the file here needs limits that the ledger has not sent yet: kiosk.articles.0.allowance",
                opened.ConfigUnfit,
                StringComparison.Ordinal);
            Assert.Null(opened.Configs.Highest);
            Assert.Null(opened.Configuration.Sent);
        }

        Keep(new TerminalConfig(
            Limits: TerminalLimits.Default with { Allowances = [new AllowanceLimit("alcohol", 4)] }));
        using var told = Open(("kiosk.articles.0.allowance", "alcohol"));
        Assert.Null(told.ConfigUnfit);
        Assert.NotNull(told.Configuration.Sent);
    }

    /// <summary>So does one whose file names a version that the site sends, and that came with no enrolment.</summary>
    [Fact]
    public async Task A_file_that_lacks_card_keys_which_were_not_sent_yet_starts_and_waits_for_them()
    {
        await EnrolAsync();

        using (var opened = Open(sent => sent is null ? "no key members proof 1" : null))
            Assert.Equal(
                "the file here needs card keys that the ledger has not sent yet: no key members proof 1",
                opened.ConfigUnfit);

        Keep(new TerminalConfig(Limits: TerminalLimits.Default));
        using var told = Open(sent => sent is null ? "no key members proof 1" : null);
        Assert.Null(told.ConfigUnfit);
    }

    /// <summary>Somebody has taken the right to read its own file away: what goes on with another is not forgotten.
    /// </summary>
    [Fact]
    public async Task A_start_without_its_own_card_keys_forgets_none_that_went_on()
    {
        await EnrolAsync();
        Keep(new TerminalConfig(Limits: TerminalLimits.Default));
        var former = Path.Combine(State, SentConfigStore.FormerKeysName);
        await File.WriteAllTextAsync(former, "1.5\n", Cancellation);

        using (var opened = Open(_ => "cannot be read"))
            Assert.StartsWith("1.5: ", opened.Configs.Refused, StringComparison.Ordinal);
        Assert.True(File.Exists(former));

        using (Open(_ => null))
            Assert.False(File.Exists(former));
    }

    private static TerminalConfig Wine =>
        new([new PricedArticle(ArticleId.Parse("beer"), new Money(400), Allowance: "alcohol")]);

    private Task EnrolAsync() =>
        site.EnrolAsync(State, folder.In("enrolment.jws"), TerminalLimits.Default, Cancellation);

    private OpenedTerminal Open(params (string Key, string? Value)[] more) => Open(lacking: null, more);

    private OpenedTerminal Open(Func<KeptConfig?, string?>? lacking, params (string Key, string? Value)[] more)
    {
        var configuration = WrittenConfiguration.Of(
        [
            ("profile", "kiosk"), ("kiosk.articles.0.id", "beer"), ("kiosk.articles.0.price", "350"),
            ("kiosk.articles.0.key", "1"), .. more,
        ]);
        return OpenedTerminal.Open(
            configuration with { State = State, Enrolment = folder.In("enrolment.jws") },
            path => new FolderStorage(path),
            lacking);
    }

    private void Keep(TerminalConfig config)
    {
        var inClear = new SealedConfig(config.Prices, Limits: config.Limits);
        var message = new ConfigMessage(Site.Id, Addressee.Of(Site.Bar), 1, 5, inClear);
        new FolderStorage(State).Replace(
            SentConfigStore.FileName, SignedMessage.Sign(message, site.Ledger).Compact.Span);
    }

    /// <returns>The third record's hash, where there is one.</returns>
    private Digest Sell(int times, params Fact[] more)
    {
        using var opened = TerminalFolder.Open(State);
        var identity = new JournalIdentity(
            Site.Id, Site.Bar, 1, new KeyRing(opened.Signer.PublicKey), site.LedgerKeys);
        var opening = JournalOpener.Open(
            opened.Journal, identity, opened.Signer, new JournalOptions(), 0, (count, _) => count + 1);
        using var journal = Assert.IsType<JournalOpening<int>.Opened>(opening).Journal;
        var facts = Enumerable.Repeat<Fact>(Records.Beer, times).Concat(more);
        var records = facts.Select(fact => JournalBench.Append(journal, fact)).ToList();
        return records.Count > 3 ? records[3].Previous : default;
    }

    /// <summary>The ledger has the first three; the second cannot be read any more.</summary>
    private void Rot(Digest third)
    {
        var journal = new FolderStorage(Path.Combine(State, "journal"));
        var ack = new AckMessage(Site.Id, Addressee.Of(Site.Bar), 1, [new EpochAck(1, 3, third)]);
        journal.Replace(JournalOutbox.ReceiptName, SignedMessage.Sign(ack, site.Ledger).Compact.Span);
        var segment = JournalSegment.In(journal).Single().Name;
        var bytes = journal.Read(segment);
        bytes[bytes.IndexOf((byte)'\n') + 30] ^= 1;
        journal.Replace(segment, bytes);
    }
}
