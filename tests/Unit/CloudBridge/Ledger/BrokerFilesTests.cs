using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>Mosquitto's files as they are made; what they do is tried with the real one.</summary>
public class BrokerFilesTests
{
    private static readonly SiteId Verger = SiteId.Parse("verger");
    private static readonly TerminalId[] Terminals = [TerminalId.Parse("gate-1"), TerminalId.Parse("bar-1")];

    private static readonly BrokerPlan Alone = new("/etc/mosquitto/edge-terminal", "/var/lib/mosquitto", null, 8883);
    private static readonly BrokerPlan Cloud = Alone with { IsBridged = true };

    private static readonly BrokerPlan AtTheSite = Alone with
    {
        Bridge = new BrokerBridge("broker.lan", "cloud.example.org", 8883),
    };

    public static TheoryData<string, string> Files => new()
    {
        { $"example/{BrokerPlan.ConfigurationName}", Alone.Write(Verger) },
        { $"example/{BrokerPlan.AccessName}", AccessRules.Write(Verger, Alone.Place, Terminals) },
        { $"example-bridged/site/{BrokerPlan.ConfigurationName}", AtTheSite.Write(Verger) },
        { $"example-bridged/site/{BrokerPlan.AccessName}", AccessRules.Write(Verger, AtTheSite.Place, Terminals) },
        { $"example-bridged/cloud/{BrokerPlan.ConfigurationName}", Cloud.Write(Verger) },
        { $"example-bridged/cloud/{BrokerPlan.AccessName}", AccessRules.Write(Verger, Cloud.Place, Terminals) },
    };

    /// <summary>Once and by somebody: how the examples are made after a change, to be looked at and copied.</summary>
    [Fact(Explicit = true)]
    public void The_examples_are_written_beside()
    {
        foreach (var (name, made) in Files.Select(row => row.Data))
        {
            var file = Path.Combine(Checkout.Root, "artifacts", "broker", name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, made);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_example_in_the_repository_is_what_is_made(string name, string made) => Assert.Equal(
        File.ReadAllText(Path.Combine(Checkout.Root, "cloud-bridge", "broker", name)), made);

    /// <summary>A loop would say the same for ever, and a topic that goes nowhere is never heard of again.</summary>
    [Fact]
    public void A_bridge_carries_each_topic_between_terminals_and_ledger_one_way()
    {
        var rights = new TopicRights(Verger);
        var carried = AtTheSite.Write(Verger).Split('\n')
            .Where(line => line.StartsWith("topic ", StringComparison.Ordinal))
            .Select(line => line.Split(' ') is [_, var topic, var way, var quality] ? (topic, way, quality) : default)
            .ToList();

        // Asks would wait for a link that is cut, and push sales out.
        string[] asks = [.. new[] { TerminalTopic.Ask, TerminalTopic.Since }.Select(new Topics(Verger).OfAll)];
        Assert.Equal(
            [
                .. rights.LedgerHears.Select(topic => (topic, "out", asks.Contains(topic) ? "0" : "1")),
                .. rights.LedgerSays.Select(topic => (topic, "in", "1")),
            ],
            carried);
        Assert.Equal(carried.Count, carried.DistinctBy(row => row.topic).Count());
    }

    [Fact]
    public void A_bridge_has_the_rights_that_it_uses_at_the_ledgers_broker_and_the_ledger_none_at_the_sites()
    {
        static string[] Users(BrokerPlan plan) =>
            [.. AccessRules.Write(Verger, plan.Place, [Terminals[0]]).Split('\n')
                .Where(line => line.StartsWith("user ", StringComparison.Ordinal))];

        Assert.Equal(["user ledger/verger", "user gate-1"], Users(Alone));
        Assert.Equal(["user gate-1"], Users(AtTheSite));
        Assert.Equal(["user ledger/verger", "user bridge/verger", "user gate-1"], Users(Cloud));
        var block = AccessRules.Write(Verger, Cloud.Place, []).Split("\n\n")[^1].TrimEnd().Split('\n');
        var rights = new TopicRights(Verger);
        Assert.Equal(
            [
                "user bridge/verger",
                .. rights.LedgerHears.Select(topic => $"topic write {topic}"),
                .. rights.LedgerSays.Select(topic => $"topic read {topic}"),
            ],
            block);
    }

    [Fact]
    public void Who_has_no_block_is_not_named_and_nobody_may_do_everything()
    {
        var rules = AccessRules.Write(Verger, BrokerPlace.Alone, [Terminals[0]]).Split('\n');

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
