using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>Which configuration of the ledger's is in force, and that none below it ever is again.</summary>
public class ConfigTests
{
    private static readonly SentConfig Fifth = Sent(5);

    [Fact]
    public void One_that_comes_into_force_is_in_the_journal_once()
    {
        var driver = Opened();
        driver.Give(Changed(Fifth));
        driver.Give(Changed(Fifth));

        Assert.Equal(
            [new Fact.ConfigApplied(5, 1, Fifth.Hash)],
            driver.Journal.Select(record => record.Fact).OfType<Fact.ConfigApplied>());
        Assert.Equal(Fifth.Version, driver.State.Past.Config);
        Assert.Equal(driver.Folded(), driver.State.Past);
    }

    [Fact]
    public void A_lower_one_is_refused_whatever_its_era_had_before()
    {
        var driver = Opened();
        driver.Give(Changed(new SentConfig(new ConfigVersion(2, 3), Digest.Zero)));
        var records = driver.Journal.Count;

        driver.Give(Changed(Sent(900)));

        Assert.Equal(records, driver.Journal.Count);
        Assert.Equal(
            "configuration 1.900 is not above 2.3, which has been in force",
            Terminal.RefusalOf(driver.State, new ConfigVersion(1, 900)));
        Assert.Null(Terminal.RefusalOf(driver.State, new ConfigVersion(2, 3)));
    }

    [Fact]
    public void It_is_remembered_when_the_journals_first_records_are_gone()
    {
        var driver = new TerminalDriver(Setup()) { SegmentRecords = 3 };
        driver.Start();
        driver.Give(Changed(Fifth));
        for (var version = 1; version < 6; version++)
            driver.ApplyList(version, 0, Card(Guest, "TLF 1000"));

        Assert.Equal(Fifth.Version, driver.FoldedFrom(driver.Segments[^1]).Config);
    }

    [Theory]
    [InlineData(null, "none is on disk")]
    [InlineData(4L, "1.4 is on disk")]
    public void Nobody_is_served_while_what_was_in_force_is_lost(long? found, string told)
    {
        var past = new TerminalDriver(Setup());
        past.Start();
        past.Give(Changed(Fifth));
        var state = TerminalState.Initial with { Past = past.State.Past };

        var decision = new Terminal(Setup()).Decide(
            state,
            past.Now,
            new Input.Started("0.1.0", "machine boot 2", 1, null, null, Stored: null)
            {
                Config = found is { } version ? Sent(version) : null,
            });

        var raised = Assert.Single(decision.Facts.OfType<Fact.FaultRaised>());
        Assert.Equal(
            (nameof(Fault.ConfigurationLost), $"configuration 1.5 was in force before; {told}"),
            (raised.Fault, raised.Detail));
        Assert.Equal(new StationPhase.OutOfService(Reason.OutOfService), decision.Present.Phase);
        Assert.Empty(decision.Facts.OfType<Fact.ConfigApplied>());
    }

    /// <summary>It is there, and does not go with the terminal's own file.</summary>
    [Fact]
    public void Nobody_is_served_while_what_was_sent_cannot_be_followed()
    {
        var decision = new Terminal(Setup()).Decide(
            TerminalState.Initial,
            new Now(1, Clock.Noon, false),
            new Input.Started("0.1.0", "machine boot", 1, null, null, Stored: null)
            {
                ConfigUnfit = "configuration 1.5 does not go with the file here",
            });

        var raised = Assert.Single(decision.Facts.OfType<Fact.FaultRaised>());
        Assert.Equal(
            (nameof(Fault.ConfigurationLost), "configuration 1.5 does not go with the file here"),
            (raised.Fault, raised.Detail));
        Assert.Equal(new StationPhase.OutOfService(Reason.OutOfService), decision.Present.Phase);
    }

    [Fact]
    public void When_it_is_back_guests_are_served()
    {
        var driver = Opened();
        driver.Give(Changed(Fifth));
        driver.Give(new Input.FaultBegan(Fault.ConfigurationLost, "none is on disk"));
        Assert.Equal("OutOfService", driver.Phase);

        driver.Give(Changed(Sent(4)));
        Assert.Equal("OutOfService", driver.Phase);

        driver.Give(Changed(Fifth));
        Assert.Equal("Ready", driver.Phase);
        Assert.DoesNotContain(Fault.ConfigurationLost, driver.State.Past.Faults);
    }

    /// <summary>Its file needed what was not sent yet, and was mended here; not where something was in force.</summary>
    [Theory]
    [InlineData(false, "Ready")]
    [InlineData(true, "OutOfService")]
    public void Where_nothing_was_ever_sent_its_file_alone_is_enough(bool wasSent, string phase)
    {
        var driver = Opened();
        if (wasSent)
            driver.Give(Changed(Fifth));
        driver.Give(new Input.FaultBegan(Fault.ConfigurationLost, "the file here needs limits"));

        driver.Give(new Input.SetupChanged());

        Assert.Equal(phase, driver.Phase);
        Assert.Equal(wasSent, driver.State.Past.Faults.Contains(Fault.ConfigurationLost));
    }

    /// <summary>The file was durable, and the power went before the journal had it.</summary>
    [Fact]
    public void A_newer_file_than_the_journals_last_word_is_said_at_the_start()
    {
        var decision = new Terminal(Setup()).Decide(
            TerminalState.Initial,
            new Now(1, Clock.Noon, false),
            new Input.Started("0.1.0", "machine boot", 1, null, null, Stored: null) { Config = Fifth });

        Assert.Single(decision.Facts.OfType<Fact.ConfigApplied>(), new Fact.ConfigApplied(5, 1, Fifth.Hash));
        Assert.Empty(decision.Facts.OfType<Fact.FaultRaised>());
    }

    private static SentConfig Sent(long version) =>
        new(new ConfigVersion(1, version), Digest.Of(BitConverter.GetBytes(version)));

    private static Input.SetupChanged Changed(SentConfig sent) => new() { Config = sent };

    private static TerminalDriver Opened()
    {
        var driver = new TerminalDriver(Setup());
        driver.Start();
        driver.ApplyList(1, 0, Card(Guest, "TLF 1000"));
        return driver;
    }
}
