using System.Text;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>What is said beside an enrolment is none of it.</summary>
public sealed class ConfigEnrolmentTests : IDisposable
{
    private readonly EnrolmentBench bench = new();
    private readonly Es256Signer key = Es256Signer.Create();

    public void Dispose()
    {
        key.Dispose();
        bench.Dispose();
    }

    /// <summary>It would hold again when it is withdrawn: staff who were let go, a total that was raised for a day.
    /// </summary>
    [Fact]
    public void What_is_said_and_withdrawn_leaves_nothing_at_a_terminal_that_was_enrolled_meanwhile()
    {
        bench.Ask(key, Site.Bar, bench.Create(Site.Bar));
        bench.Desk.Confirm(Site.Bar, EnrolmentWords.Of(key.KeyId, bench.LedgerKey.KeyId), Decider.Command);
        var before = EnrolledLimits();
        Say(new TerminalConfig(
            Staff: LedgerBench.Trusting,
            Limits: TerminalLimits.Default with { OfflineTotal = new Money(9_999_00) }));

        var meanwhile = EnrolledLimits();
        Say(TerminalConfig.Nothing, ConfigPart.Staff, ConfigPart.Limits);

        Assert.Equal(before, meanwhile);
        Assert.Equal(
            (meanwhile, meanwhile),
            bench.Store.Read(books => (
                books.Configs.For(Site.Bar).LimitsOver(meanwhile), books.Terminal(Site.Bar).Limits)));
    }

    /// <summary>As the terminal reads them that asks once more.</summary>
    private TerminalLimits EnrolledLimits() => Enrolment.Read(
        Encoding.ASCII.GetBytes(Assert.IsType<AskOutcome.Confirmed>(bench.Ask(key, Site.Bar, null)).Answer.Enrolment))
        .OrThrow().Limits;

    private void Say(TerminalConfig parts, params string[] withdrawn)
    {
        var desk = new ConfigDesk(new KeyedStore(bench.Store, bench.Time), Site.Id, bench.Ledger, bench.Time);
        Assert.IsType<Outcome<ConfigAnswer>.Done>(
            desk.Say(new ConfigRequest(ConfigScope.Site, parts, [.. withdrawn], "because"), key: null));
    }
}
