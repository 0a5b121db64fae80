using System.Text.RegularExpressions;
using Tests.Support;

namespace Tests.RealParts.Verifiers;

/// <summary>
/// The alert rules, evaluated by Prometheus' own program on series that raise them and series that do not.
/// </summary>
public sealed partial class AlertRulesTests : IDisposable
{
    private const string Rules = ".rules.yml";
    private const string Program = "promtool";

    private static readonly Dictionary<string, string> NoEnvironment = [];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Written => Path.Combine(Checkout.Root, "eng/prometheus");

    [Theory]
    [InlineData("edge-terminal")]
    [InlineData("ledger")]
    public async Task Each_is_raised_by_what_it_is_for_and_not_before(string name)
    {
        Copy(name);
        Assert.Equal((0, ""), await RunAsync("check", "rules", folder.In(name + Rules)));
        Assert.Equal((0, ""), await RunAsync("test", "rules", folder.In($"{name}.tests.yml")));

        var tests = await File.ReadAllTextAsync(folder.In($"{name}.tests.yml"), Cancellation);
        Assert.All(AlertsOf(name), alert => Assert.Matches(
            $"alertname: {alert}\n(?! *exp_alerts)[^§]*alertname: {alert}\n *exp_alerts:\n", tests));
    }

    /// <summary>The tests see it: a threshold that is moved, and a rule that never ends.</summary>
    [Theory]
    [InlineData("edge-terminal", "> 900", "> 9000")]
    [InlineData("edge-terminal", "for: 30s", "for: 0s")]
    [InlineData("ledger", "<= 300", "<= 500")]
    [InlineData("ledger", "> 20", "> 200")]
    public async Task A_rule_that_says_something_else_is_found(string name, string rule, string other)
    {
        Copy(name);
        var text = await File.ReadAllTextAsync(folder.In(name + Rules), Cancellation);
        Assert.Contains(rule, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(
            folder.In(name + Rules), text.Replace(rule, other, StringComparison.Ordinal), Cancellation);

        Assert.NotEqual(0, (await RunAsync("test", "rules", folder.In($"{name}.tests.yml"))).Code);
    }

    private void Copy(string name)
    {
        foreach (var file in new[] { name + Rules, $"{name}.tests.yml" })
            File.Copy(Path.Combine(Written, file), folder.In(file));
    }

    private List<string> AlertsOf(string name)
    {
        var alerts = Alert().Matches(File.ReadAllText(folder.In(name + Rules)))
            .Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(alerts);
        return alerts;
    }

    /// <returns>Its exit code, and what it complains of.</returns>
    private static async Task<(int Code, string Said)> RunAsync(params string[] arguments)
    {
        await using var child = await ChildProcess.StartAsync(
            LinkedProcess.Find(Program, "Debian: apt-get install prometheus."), NoEnvironment, arguments);
        var code = await child.End(Cancellation);
        return (code, code == 0 ? "" : string.Join('\n', child.Output.Seen.Concat(child.Errors.Seen)));
    }

    [GeneratedRegex(@"- alert: (\w+)")]
    private static partial Regex Alert();
}
