using CloudBridge.Contract;
using CloudBridge.Storage;
using EdgeTerminal.Host;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host.Doctor;

/// <summary>State folders in every condition; none of them is changed by being looked at.</summary>
public sealed class StateExaminerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Site site = new();

    private string State => folder.In("state");

    private Enrolment Enrolment => site.Enrolment();

    public void Dispose()
    {
        site.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_folder_without_an_identity_is_a_problem()
    {
        var journal = Look(Enrolment)["journal"];

        Assert.StartsWith("No terminal key in", journal.Found, StringComparison.Ordinal);
        Assert.Contains("edge-terminal init", journal.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_state_is_good()
    {
        TerminalFolder.Create(State, Site.Id, Site.Bar);

        var findings = Look(Enrolment);

        Assert.DoesNotContain(findings.Values, finding => finding.IsProblem);
        Assert.Equal("empty: nothing was sold yet", findings["journal"].Found);
        Assert.StartsWith("none yet", findings["card list"].Found, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(State));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_journal_is_counted_beside_whoever_uses_it(bool isInUse)
    {
        Sell(3);
        using var daemon = isInUse ? TerminalFolder.Open(State) : null;

        var findings = Look(Enrolment);

        Assert.Equal(isInUse ? $"runs on {State}" : $"none runs on {State}", findings["daemon"].Found);
        Assert.Equal("good, every signature checked; 3 records, the last 1/3", findings["journal"].Found);
        Assert.StartsWith("no receipt", findings["unacknowledged"].Found, StringComparison.Ordinal);
        Assert.Equal(isInUse, findings.ContainsKey("trusted time"));
        Assert.Equal(
            isInUse ? "none of their records was known to be missing at the last tap" : null,
            findings.GetValueOrDefault("other terminals")?.Found);
        Assert.DoesNotContain(findings.Values, finding => finding.IsProblem);
    }

    [Fact]
    public void What_the_ledger_has_acknowledged_is_subtracted()
    {
        var hash = Sell(5);
        var ack = new AckMessage(Site.Id, Addressee.Of(Site.Bar), 1, [new EpochAck(1, 3, hash)]);
        new FolderStorage(Path.Combine(State, "journal")).Replace(
            JournalOutbox.ReceiptName, SignedMessage.Sign(ack, site.Ledger).Compact.Span);

        Assert.Equal("2 records at most, by the receipt that is kept", Look(Enrolment)["unacknowledged"].Found);
        Assert.Equal("not known without an enrolment", Look(null)["unacknowledged"].Found);
    }

    [Fact]
    public void A_changed_line_is_named()
    {
        Sell(3);
        var segment = Directory.GetFiles(Path.Combine(State, "journal"), "journal-*").Single();
        var lines = File.ReadAllLines(segment);
        lines[1] = lines[1][..30] + (lines[1][30] == 'A' ? 'B' : 'A') + lines[1][31..];
        File.WriteAllLines(segment, lines);

        var journal = Look(Enrolment)["journal"];

        Assert.Contains("line 2", journal.Found, StringComparison.Ordinal);
        Assert.Contains("JournalBroken", journal.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_line_that_the_ledger_has_is_rot_and_not_the_end()
    {
        var hash = Sell(5);
        var journal = new FolderStorage(Path.Combine(State, "journal"));
        var ack = new AckMessage(Site.Id, Addressee.Of(Site.Bar), 1, [new EpochAck(1, 3, hash)]);
        journal.Replace(JournalOutbox.ReceiptName, SignedMessage.Sign(ack, site.Ledger).Compact.Span);
        var segment = JournalSegment.In(journal).Single().Name;
        var bytes = journal.Read(segment);
        bytes[bytes.IndexOf((byte)'\n') + 30] ^= 1;
        journal.Replace(segment, bytes);

        var finding = Look(Enrolment)["journal"];

        Assert.StartsWith("record 1/2 cannot be read", finding.Found, StringComparison.Ordinal);
        Assert.EndsWith("4 records are good, the last 1/5", finding.Found, StringComparison.Ordinal);
        Assert.Contains("JournalRot", finding.Remedy, StringComparison.Ordinal);
        Assert.Contains("JournalBroken", Look(null)["journal"].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_too_small_for_two_weeks_without_the_ledger_is_named()
    {
        var disk = new ForgetfulDisk { Room = 106L * 1024 * 1024 };
        Assert.Null(new JournalOptions().WhyShort(disk, unacked: 0));

        disk.Room = 100L * 1024 * 1024;

        Assert.StartsWith(
            "100 MiB are free", new JournalOptions().WhyShort(disk, unacked: 0), StringComparison.Ordinal);
        Assert.Null(new JournalOptions().WhyShort(disk, unacked: 10_000));
    }

    [Fact]
    public void A_damaged_card_list_is_a_problem_and_is_left_as_it_is()
    {
        TerminalFolder.Create(State, Site.Id, Site.Bar);
        Directory.CreateDirectory(Path.Combine(State, "cards"));
        var file = Path.Combine(State, "cards", "cards.manifest");
        File.WriteAllText(file, "damaged\n");

        Assert.Contains("CardListLost", Look(Enrolment)["card list"].Remedy, StringComparison.Ordinal);
        Assert.Equal("damaged\n", File.ReadAllText(file));
    }

    /// <summary>Who asks from a shell has not the service's credential, and needs no private key.</summary>
    [Fact]
    public void A_journal_is_checked_with_the_public_key_alone()
    {
        Sell(1);
        File.Delete(Path.Combine(State, "terminal-key.pem"));

        var journal = Look(Enrolment)["journal"];

        Assert.StartsWith("good, every signature checked", journal.Found, StringComparison.Ordinal);
        Assert.Null(journal.Remedy);
    }

    [Fact]
    public void A_rollback_is_a_problem_although_no_daemon_runs()
    {
        Sell(1, new Fact.FaultRaised("RolledBack", "the ledger has more"));

        Assert.Equal("RolledBack is raised", Look(Enrolment)["fault"].Found);
    }

    [Fact]
    public void A_fault_of_the_running_daemon_is_a_problem()
    {
        Sell(1, new Fact.FaultRaised("ReaderLost", "no answer"));
        Assert.DoesNotContain("fault", Look(Enrolment));

        using var daemon = TerminalFolder.Open(State);

        Assert.Equal("ReaderLost is raised", Look(Enrolment)["fault"].Found);
    }

    [Fact]
    public void What_the_ledger_sent_is_named_and_missed_where_the_journal_says_that_it_was_in_force()
    {
        Sell(1, new Fact.ConfigApplied(5, 1, Digest.Zero));
        Assert.Equal("1.5 was in force, and none is here", Look(Enrolment)["configuration sent"].Found);
        Assert.True(Look(Enrolment)["configuration sent"].IsProblem);

        var message = new ConfigMessage(Site.Id, Addressee.Of(Site.Bar), 1, 5, new SealedConfig());
        new FolderStorage(State).Replace(
            SentConfigStore.FileName, SignedMessage.Sign(message, site.Ledger).Compact.Span);

        Assert.Equal("good; 1.5", Look(Enrolment)["configuration sent"].Found);
    }

    /// <returns>The third record's hash, where there is one.</returns>
    private Digest Sell(int times, params Fact[] more)
    {
        TerminalFolder.Create(State, Site.Id, Site.Bar);
        using var opened = TerminalFolder.Open(State);
        var identity = new JournalIdentity(
            Site.Id, Site.Bar, 1, new KeyRing(opened.Signer.PublicKey), site.LedgerKeys);
        var opening = JournalOpener.Open(
            opened.Journal,
            identity,
            opened.Signer,
            new JournalOptions(),
            new List<JournalRecord>(),
            (all, record) => [.. all, record]);
        using var journal = Assert.IsType<JournalOpening<List<JournalRecord>>.Opened>(opening).Journal;
        var facts = Enumerable.Repeat<Fact>(Records.Beer, times).Concat(more);
        var records = facts.Select(fact => JournalBench.Append(journal, fact)).ToList();
        return records.Count > 3 ? records[3].Previous : default;
    }

    private Dictionary<string, Finding> Look(Enrolment? enrolment) =>
        new StateExaminer(State, enrolment).Examine().ToDictionary(finding => finding.Subject);
}
