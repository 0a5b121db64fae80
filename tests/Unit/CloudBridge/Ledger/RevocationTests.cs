using System.Security.Cryptography.X509Certificates;
using System.Text;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>A terminal that was revoked: booked no more, heard no more, certified no more, and in the books.</summary>
public sealed class RevocationTests : IDisposable
{
    private const string Guest = "04E141125B3C80";

    private readonly Site site = new();
    private readonly LedgerBench ledger;
    private readonly JournalWriter terminal;

    public RevocationTests()
    {
        ledger = new LedgerBench(site).With((Guest, "TLF 9000"));
        terminal = new JournalWriter(site);
        ledger.Logic.Connected(0);
        ledger.Take(terminal.Next(JournalWriter.Beer(Guest)));
    }

    public void Dispose() => site.Dispose();

    [Fact]
    public void Its_lines_are_kept_aside_and_it_is_answered_nothing()
    {
        Revoke();
        var records = Records;

        var done = ledger.Take(terminal.Next(JournalWriter.Beer(Guest)));

        Assert.Equal("Revoked", Assert.Single(done.OfType<LedgerAction.Report>()).Kind);
        Assert.Equal(Site.Bar, Assert.Single(done.OfType<LedgerAction.KeepRejected>()).Terminal);
        Assert.Empty(done.OfType<LedgerAction.Publish>());
        Assert.Equal(records, Records);
        var ask = new AskMessage(1, 1, new Nonce(1)).Write();
        Assert.Empty(ledger.Logic.Received(
            [new MqttMessage(LedgerBench.Topics.Of(Site.Bar, TerminalTopic.Ask), ask)], 1, Clock.Noon)
            .OfType<LedgerAction.Publish>());
        Assert.Empty(LedgerBench.Acks(site, ledger.Logic.Connected(1)));
        Assert.Empty(ledger.Problems);
    }

    /// <summary>The broker hands it out at each connection, for ever.</summary>
    [Fact]
    public void Its_last_word_that_the_broker_keeps_is_not_taken_for_speaking()
    {
        Revoke();

        Assert.Empty(Say(isKept: true));
        Assert.Equal("Revoked", Assert.IsType<LedgerAction.Report>(Assert.Single(Say(isKept: false))).Kind);

        IReadOnlyList<LedgerAction> Say(bool isKept) => ledger.Logic.Received(
            [new MqttMessage(
                LedgerBench.Topics.Of(Site.Bar, TerminalTopic.Status), StatusMessage.LastWill, Retained: isKept)],
            now: 1,
            Clock.Noon);
    }

    [Fact]
    public void It_is_seen_to_be_out_of_use()
    {
        Assert.False(Assert.Single(SeenLedger.Of(ledger.Store, ledger.Logic.Fleet).Terminals).IsRevoked);

        Revoke();

        Assert.True(Assert.Single(SeenLedger.Of(ledger.Store, ledger.Logic.Fleet).Terminals).IsRevoked);
    }

    [Fact]
    public void Other_terminals_are_told_keys_without_its_own_in_a_higher_version()
    {
        var before = ledger.Store.Read(books => books.KeysVersion);
        Revoke();

        var keys = ledger.Logic.Connected(60_000).OfType<LedgerAction.Publish>()
            .Single(publish => publish.Message.Topic == LedgerBench.Topics.Keys);

        var message = SignedMessage.Read<KeysMessage>(
            keys.Message.Payload, site.LedgerKeys, Site.Id, Addressee.Terminals).OrThrow();
        Assert.Empty(message.Keys);
        Assert.True(message.Version > before);
    }

    /// <summary>Somebody has brought its SD card: who had it meanwhile, a treasurer has to find out.</summary>
    [Fact]
    public void What_a_person_hands_in_of_its_journal_waits_for_a_treasurer()
    {
        Revoke();
        var booked = ledger.Store.Read(books => books.Terminal(Site.Bar).Chain(1)!.Sequence);
        var line = terminal.Next(JournalWriter.Beer(Guest));

        using var file = new MemoryStream([.. line.Compact.Span, (byte)'\n']);
        var outcome = Assert.Single(new JournalFile(Site.Id, ledger.Store, site.Ledger).Take(file, Clock.Noon));

        Assert.IsType<IngestOutcome.Held>(outcome);
        Assert.Equal(booked, ledger.Store.Read(books => books.Terminal(Site.Bar).Chain(1)!.Sequence));
        Assert.Single(ledger.Store.Entries().OfType<LedgerEntry.RecordHeld>());
        Assert.Empty(ledger.Problems);
    }

    [Fact]
    public void It_is_revoked_once_and_for_good()
    {
        Assert.Contains("is not enrolled", ledger.Treasury.Revoke(
            TerminalId.Parse("gate-7"), "Ada", "stolen")?.What, StringComparison.Ordinal);
        Revoke();

        Assert.Contains("revoked before", ledger.Treasury.Revoke(
            Site.Bar, "Ada", "again")?.What, StringComparison.Ordinal);
        ledger.Store.Read(books =>
        {
            Assert.Contains("was revoked", EntryFlaws.Of(ledger.Enrolment(), books), StringComparison.Ordinal);
            Assert.Contains(
                "was revoked", EntryFlaws.Of(new LedgerEntry.EpochGranted(Site.Bar, 2), books),
                StringComparison.Ordinal);
            return true;
        });
        Assert.True(ledger.Crash().Store.Read(books => books.Terminals.Single().IsRevoked));
    }

    [Fact]
    public void Who_revoked_it_and_why_is_signed()
    {
        Revoke();

        var entry = ledger.Store.Entries().OfType<LedgerEntry.TerminalRevoked>().Single();

        var act = SignedMessage.Read<TreasurerAct>(
            Encoding.ASCII.GetBytes(entry.Act), site.LedgerKeys, Site.Id, Addressee.Ledger).OrThrow();
        Assert.Equal("stolen", act.Note);
        Assert.Equal($"revoke terminal bar-1 with key {site.Terminal.KeyId}, by Ada", act.Decision);
    }

    [Fact]
    public void An_answer_that_waits_is_not_given_any_more()
    {
        using var bench = new EnrolmentBench();
        bench.Ask(site.Terminal, Site.Bar, bench.Create(Site.Bar));
        var words = EnrolmentWords.Of(site.Terminal.KeyId, bench.LedgerKey.KeyId);
        Assert.Null(bench.Desk.Confirm(Site.Bar, words, Decider.Command));
        Assert.IsType<AskOutcome.Confirmed>(bench.Ask(site.Terminal, Site.Bar, null));

        Assert.Null(new Treasury(Site.Id, bench.Store, bench.Ledger, bench.Time).Revoke(Site.Bar, "Ada", "stolen"));

        Assert.IsType<AskOutcome.Refused>(bench.Ask(site.Terminal, Site.Bar, null));
    }

    [Fact]
    public void The_list_of_what_was_taken_back_names_its_certificates_and_no_others()
    {
        var authority = new SiteAuthority(new ForgetfulDisk(), Site.Id, new ManualTime());
        authority.Make();
        var (first, second, others) = (Certify(Site.Bar), Certify(Site.Bar), Certify(TerminalId.Parse("gate-7")));

        authority.Revoke(CertificateSubject.AccountOf(Site.Bar));
        var later = Certify(Site.Bar);

        var list = CertificateRevocationListBuilder.LoadPem(authority.RevocationList(), out _);
        Assert.True(list.RemoveEntry(Convert.FromHexString(first)));
        Assert.True(list.RemoveEntry(Convert.FromHexString(second)));
        Assert.False(list.RemoveEntry(Convert.FromHexString(others)));
        Assert.False(list.RemoveEntry(Convert.FromHexString(later)));

        string Certify(TerminalId name)
        {
            using var made = X509Certificate2.CreateFromPem(
                authority.Certify(name, site.Terminal.PublicKey.ToCertificateKey()));
            return made.SerialNumber;
        }
    }

    [Fact]
    public void The_former_certificate_of_a_ledger_with_another_key_is_taken_back()
    {
        var disk = new ForgetfulDisk();
        var authority = new SiteAuthority(disk, Site.Id, new ManualTime());
        authority.Make();
        authority.CertifyLedger(site.Ledger);
        var former = SerialOf();

        authority.CertifyLedger(site.Terminal);

        var list = CertificateRevocationListBuilder.LoadPem(authority.RevocationList(), out _);
        Assert.True(list.RemoveEntry(Convert.FromHexString(former)));
        Assert.False(list.RemoveEntry(Convert.FromHexString(SerialOf())));

        string SerialOf()
        {
            using var certificate = X509Certificate2.CreateFromPem(
                Encoding.ASCII.GetString(disk.Read(SiteAuthority.LedgerCertificateName)));
            return certificate.SerialNumber;
        }
    }

    private int Records => ledger.Store.Entries().OfType<LedgerEntry.RecordBooked>().Count();

    private void Revoke() => Assert.Null(ledger.Treasury.Revoke(Site.Bar, "Ada", "stolen"));
}
