using System.Text.RegularExpressions;
using CloudBridge.Contract;
using EdgeTerminal.Host;
using Tests.Support;

namespace Tests.Unit.Documents;

/// <summary>Alerts name metrics that exist: docs/metrics.md is held to what a daemon says.</summary>
public sealed partial class AlertRuleTests
{
    private static readonly string[] Series = ["_bucket", "_sum", "_count"];

    [Fact]
    public void Every_metric_that_an_alert_names_is_documented()
    {
        var documented = Documented().Matches(Text("docs/metrics.md")).Select(row => row.Groups[1].Value).ToHashSet();
        var rules = Text("eng/prometheus/edge-terminal.rules.yml");
        var named = Named().Matches(rules).Select(match => match.Value).ToList();

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.True(
            documented.Contains(name) ||
            Series.Any(end => name.EndsWith(end, StringComparison.Ordinal) && documented.Contains(name[..^end.Length])),
            $"{name} is a metric"));
    }

    /// <summary>Where nothing is sold no record waits: the list alone tells that the ledger is out of reach.</summary>
    [Fact]
    public void An_alert_fires_at_every_mode_of_the_list_but_fresh()
    {
        var modes = Enum.GetValues<ListMode>().Where(mode => mode != ListMode.Fresh).Select(EnumName.Of);

        Assert.Contains(
            $"expr: edge_terminal_list_mode{{mode=~\"{string.Join('|', modes)}\"}} == 1\n        for: 10m\n",
            Text("eng/prometheus/edge-terminal.rules.yml"),
            StringComparison.Ordinal);
    }

    private static string Text(string path) => File.ReadAllText(Path.Combine(Checkout.Root, path));

    [GeneratedRegex("^\\| `([a-z_]+)` \\|", RegexOptions.Multiline)]
    private static partial Regex Documented();

    [GeneratedRegex("\\b(edge_terminal|process|dotnet)_[a-z_]+")]
    private static partial Regex Named();
}
