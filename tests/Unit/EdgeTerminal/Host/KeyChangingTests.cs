using System.Text;
using CloudBridge.Contract;
using CloudBridge.Storage;
using EdgeTerminal.Host;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>When a terminal may change its key, and with which next one.</summary>
public sealed class KeyChangingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Site site = new();
    private readonly ManualTime time = new(DateTimeOffset.FromUnixTimeMilliseconds(Clock.Noon));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string State => folder.In("state");

    private KeyChanging Changing => new(State, State, time);

    public void Dispose()
    {
        site.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task With_all_acknowledged_the_key_changes_and_the_journal_verifies_over_both()
    {
        await WrittenAsync(lines: 3, acknowledged: 3);

        var answer = await Changing.RunAsync(folder => GivenAsync(folder, epoch: 2));

        using var opened = TerminalFolder.Open(State);
        Assert.Equal(answer!.TerminalKey, opened.Signer.KeyId);
        Assert.Equal(answer.Enrolment + "\n", File.ReadAllText(Path.Combine(State, "enrolment.jws")));
        using var journal = Journal(opened);
        Assert.Equal((1L, 3L), (journal.EndOfFormerKey!.Epoch, journal.EndOfFormerKey.Sequence));
    }

    [Fact]
    public async Task What_the_ledger_lacks_comes_first_and_its_number_is_said()
    {
        await WrittenAsync(lines: 5, acknowledged: 3);

        Assert.StartsWith("2 lines of the journal are not acknowledged", await WhyNotAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminal_that_has_written_nothing_changes_no_key()
    {
        await site.EnrolAsync(State, Path.Combine(State, "enrolment.jws"), TerminalLimits.Default, Cancellation);

        Assert.Contains("written nothing yet", await WhyNotAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_that_was_restored_changes_no_key()
    {
        await WrittenAsync(3, 4, new Fact.FaultRaised("RolledBack", "the ledger has 1/500"));

        Assert.Contains("RolledBack", await WhyNotAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_epoch_that_was_written_already_is_not_taken_for_the_next_one()
    {
        await WrittenAsync(lines: 3, acknowledged: 3);

        Assert.Contains(
            "grants epoch 1, and this journal has reached epoch 1",
            (await Assert.ThrowsAsync<EnrolmentException>(
                () => Changing.RunAsync(folder => GivenAsync(folder, epoch: 1)))).Message,
            StringComparison.Ordinal);
        Assert.False(KeyChange.IsDecided(State));
    }

    [Fact]
    public async Task A_try_that_is_run_again_goes_on_with_its_key_while_the_request_stands()
    {
        await WrittenAsync(lines: 3, acknowledged: 3);
        var begun = await BegunAsync();

        time.Advance(TimeSpan.FromHours(23));

        Assert.Equal(begun, await BegunAsync());
    }

    /// <summary>Whoever has copied the card meanwhile has that key, too.</summary>
    [Theory]
    [InlineData(24)]
    [InlineData(-1)]
    public async Task A_key_of_a_try_that_does_not_stand_any_more_is_never_used(int hours)
    {
        await WrittenAsync(lines: 3, acknowledged: 3);
        var begun = await BegunAsync();

        var later = new ManualTime(time.GetUtcNow() + TimeSpan.FromHours(hours));

        Assert.NotEqual(begun, await BegunAsync(new KeyChanging(State, State, later)));
    }

    [Fact]
    public async Task Another_ledgers_key_than_the_one_that_is_believed_is_not_heard()
    {
        await WrittenAsync(lines: 3, acknowledged: 3);
        using var other = Es256Signer.Create();

        Assert.Contains(
            "another ledger's key",
            (await Assert.ThrowsAsync<EnrolmentException>(() => Changing.RunAsync(keeps =>
            {
                keeps.Hear(site.Ledger.PublicKey.ToJsonWebKey(), site.Ledger.KeyId);
                keeps.Hear(other.PublicKey.ToJsonWebKey(), other.KeyId);
                return Task.FromResult<EnrolmentAnswer>(null!);
            }))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_that_was_cut_short_is_finished_and_nobody_is_asked()
    {
        await WrittenAsync(lines: 3, acknowledged: 3);
        KeyId next;
        using (var made = KeyChange.Make(State))
            next = made.KeyId;
        KeyChange.Decide(State, State, 1, [("enrolment.jws", Encoding.ASCII.GetBytes(EnrolmentOf(next, 2) + "\n"))]);

        Assert.Null(await Changing.RunAsync(_ => throw new InvalidOperationException()));

        using var opened = TerminalFolder.Open(State);
        Assert.Equal(next, opened.Signer.KeyId);
    }

    private async Task<string> WhyNotAsync() => (await Assert.ThrowsAsync<EnrolmentException>(
        () => Changing.RunAsync(_ => throw new InvalidOperationException("Nobody was to be asked.")))).Message;

    /// <summary>Somebody waits for the operator, and gives up.</summary>
    private async Task<KeyId> BegunAsync(KeyChanging? changing = null)
    {
        KeyId? begun = null;
        await Assert.ThrowsAsync<OperationCanceledException>(() => (changing ?? Changing).RunAsync(keeps =>
        {
            using var signer = (keeps.Identity() ?? keeps.Make(Site.Id, Site.Bar)).Signer;
            begun = signer.KeyId;
            throw new OperationCanceledException();
        }));
        return begun!.Value;
    }

    private Task<EnrolmentAnswer> GivenAsync(IEnrollingFolder keeps, long epoch)
    {
        Assert.Equal(Site.Bar, keeps.Name);
        using var signer = (keeps.Identity() ?? keeps.Make(Site.Id, Site.Bar)).Signer;
        return Task.FromResult(new EnrolmentAnswer(
            EnrolmentAnswer.CurrentVersion, Site.Id, Site.Bar, signer.KeyId, Nonce.Create(),
            EnrolmentOf(signer.KeyId, epoch), "certificate", "authority"));
    }

    private string EnrolmentOf(KeyId key, long epoch) => Encoding.ASCII.GetString(
        (site.Enrolment(key) with { Epoch = epoch }).Write(site.Ledger)).TrimEnd('\n');

    private async Task WrittenAsync(int lines, int acknowledged, params Fact[] more)
    {
        await site.EnrolAsync(State, Path.Combine(State, "enrolment.jws"), TerminalLimits.Default, Cancellation);
        using var opened = TerminalFolder.Open(State);
        using (var journal = Journal(opened))
        {
            JournalBench.Sell(journal, lines);
            foreach (var fact in more)
                JournalBench.Append(journal, fact);
            var line = journal.Outbox.Read(new RecordPosition(1, acknowledged - 1), 1).Lines[..^1];
            var hash = Jws.OpenUnverified(JwsType.Record, line).OrThrow().Hash();
            var ack = new AckMessage(Site.Id, Addressee.Of(Site.Bar), 1, [new EpochAck(1, acknowledged, hash)]);
            new FolderStorage(Path.Combine(State, "journal")).Replace(
                JournalOutbox.ReceiptName, SignedMessage.Sign(ack, site.Ledger).Compact.Span);
        }
    }

    private Journal Journal(TerminalFolder opened) => Assert.IsType<JournalOpening<int>.Opened>(JournalOpener.Open(
        opened.Journal,
        new JournalIdentity(Site.Id, Site.Bar, 1, opened.JournalKeys, site.LedgerKeys),
        opened.Signer, new JournalOptions(), 0, (count, _) => count + 1)).Journal;
}
