using System.Text.Json;
using System.Text.RegularExpressions;
using CloudBridge.Contract;
using EdgeTerminal.Host;
using Tests.Support;

namespace Tests.Unit.Documents;

/// <summary>Alerts and dashboards name metrics that exist: the documents are held to what programs say.</summary>
public sealed partial class AlertRuleTests
{
    private static readonly string[] Series = ["_bucket", "_sum", "_count"];

    public static TheoryData<string> Watchers =>
    [
        "eng/prometheus/edge-terminal.rules.yml", "eng/prometheus/ledger.rules.yml", "eng/grafana/edge-terminal.json",
    ];

    [Theory]
    [MemberData(nameof(Watchers))]
    public void Every_metric_that_is_watched_is_documented(string path)
    {
        var documented = new[] { "docs/metrics.md", "docs/ledger-metrics.md" }
            .SelectMany(document => Documented().Matches(Text(document)))
            .Select(row => row.Groups[1].Value)
            .ToHashSet();
        var named = Named().Matches(Text(path)).Select(match => match.Value).ToList();

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.True(
            documented.Contains(name) ||
            Series.Any(end => name.EndsWith(end, StringComparison.Ordinal) && documented.Contains(name[..^end.Length])),
            $"{name} is a metric"));
    }

    [Theory]
    [InlineData("eng/prometheus/edge-terminal.rules.yml")]
    [InlineData("eng/prometheus/ledger.rules.yml")]
    public void What_each_alert_means_is_written_down(string path)
    {
        var alerts = Alert().Matches(Text(path)).Select(match => match.Groups[1].Value).ToList();
        var operations = Text("docs/operations.md");

        Assert.NotEmpty(alerts);
        Assert.All(alerts, alert => Assert.Contains($"\n| `{alert}` | ", operations, StringComparison.Ordinal));
    }

    [Fact]
    public void The_dashboard_is_one_that_grafana_takes()
    {
        using var dashboard = JsonDocument.Parse(Text("eng/grafana/edge-terminal.json"));
        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray().ToList();

        Assert.NotEmpty(panels);
        Assert.Equal(panels.Count, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        Assert.All(panels, panel => Assert.All(
            panel.GetProperty("targets").EnumerateArray(),
            target => Assert.NotEmpty(target.GetProperty("expr").GetString()!)));
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

    [GeneratedRegex("- alert: (\\w+)")]
    private static partial Regex Alert();

    [GeneratedRegex("\\b(edge_terminal|process|dotnet)_[a-z_]+")]
    private static partial Regex Named();
}
