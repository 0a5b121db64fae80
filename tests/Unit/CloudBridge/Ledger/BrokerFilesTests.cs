using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>Mosquitto's files as they are made; what they do is tried with the real one.</summary>
public class BrokerFilesTests
{
    private static readonly SiteId Verger = SiteId.Parse("verger");
    private static readonly TerminalId[] Terminals = [TerminalId.Parse("gate-1"), TerminalId.Parse("bar-1")];

    public static TheoryData<string, string> Files => new()
    {
        {
            BrokerPlan.ConfigurationName,
            new BrokerPlan("/etc/mosquitto/edge-terminal", "/var/lib/mosquitto", null, 8883).Write()
        },
        { BrokerPlan.AccessName, AccessRules.Write(Verger, Terminals) },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void The_example_in_the_repository_is_what_is_made(string name, string made) => Assert.Equal(
        File.ReadAllText(Path.Combine(Checkout.Root, "cloud-bridge", "broker", "example", name)), made);

    [Fact]
    public void Who_has_no_block_is_not_named_and_nobody_may_do_everything()
    {
        var rules = AccessRules.Write(Verger, [Terminals[0]]).Split('\n');

        Assert.Equal(
            ["user ledger/verger", "user gate-1"],
            rules.Where(line => line.StartsWith("user ", StringComparison.Ordinal)));
        Assert.DoesNotContain(rules, line => line.Contains('#') && !line.StartsWith('#'));
        Assert.All(
            rules.Where(line => line.StartsWith("topic ", StringComparison.Ordinal)),
            line => Assert.Contains(" et/1/verger/", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Both_ends_have_a_right_to_each_topic_that_the_other_says()
    {
        var rights = new TopicRights(Verger);
        var topics = new Topics(Verger);
        var terminal = Terminals[0];
        string Own(TerminalTopic kind) => topics.Of(terminal, kind);

        Assert.All(
            Enum.GetValues<TerminalTopic>(),
            kind => Assert.True(
                rights.TerminalSays(terminal).Contains(Own(kind)) ^ rights.LedgerSays.Contains(topics.OfAll(kind)),
                $"{kind} has one who says it"));
        Assert.All(
            Enum.GetValues<TerminalTopic>(),
            kind => Assert.True(
                rights.TerminalHears(terminal).Contains(Own(kind)) || rights.LedgerHears.Contains(topics.OfAll(kind)),
                $"{kind} has one who hears it"));
    }
}
