using System.Text.RegularExpressions;
using Tests.Support;

namespace Tests.RealParts.Verifiers;

/// <summary>The schema of the configuration, held against files by a validator that nobody here wrote.</summary>
public sealed partial class ConfigurationSchemaTests : IDisposable
{
    private const string Good = """
        {
          "profile": "kiosk", "state": "/s", "enrolment": "/e", "mqtt": { "host": "h" }, "reader": { "device": "/d" },
          "kiosk": { "articles": [ { "id": "beer", "price": 350, "key": "1", "hours": "18:00-02:00" } ] }
        }
        """;

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("docs/configuration.md")]
    [InlineData("README.md")]
    public async Task Documented_examples_are_allowed(string document)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Checkout.Root, document), Cancellation);
        var (code, output) = await HoldAsync(Example().Match(text).Value);

        Assert.True(code == 0, string.Join('\n', output));
    }

    [Theory]
    [InlineData("\"kiosk\",", "\"shop\",", "/profile: must be equal to one of the allowed values")]
    [InlineData("\"state\": \"/s\",", "", "/: must have required property 'state'")]
    [InlineData("\"host\": \"h\"", "\"host\": \"h\", \"port\": 70000", "/mqtt/port: must be <= 65535")]
    [InlineData("\"host\": \"h\"", "\"hots\": \"h\"", "/mqtt: must NOT have additional properties")]
    [InlineData("350", "3.5", "/kiosk/articles/0/price: must be integer")]
    [InlineData("350", "-1", "/kiosk/articles/0/price: must be >= 0")]
    [InlineData("\"beer\"", "\"be er\"", "/kiosk/articles/0/id: must match pattern")]
    [InlineData("18:00-02:00", "18-02", "/kiosk/articles/0/hours: must match pattern")]
    [InlineData("\"mqtt\":", "\"panel\": { \"driver\": \"simulated\" }, \"mqtt\":", "/panel: must have required")]
    [InlineData(
        "\"mqtt\":", "\"hardware\": { \"adapter\": \"emulator\" }, \"mqtt\":", "/hardware: must have required")]
    public async Task What_the_terminal_would_not_take_is_not_allowed(string from, string to, string expected)
    {
        Assert.Equal(0, (await HoldAsync(Good)).Code);

        var (code, output) = await HoldAsync(Good.Replace(from, to, StringComparison.Ordinal));

        Assert.Equal(3, code);
        Assert.Contains(output, line => line.StartsWith(expected, StringComparison.Ordinal));
    }

    private async Task<(int Code, IReadOnlyList<string> Output)> HoldAsync(string configuration)
    {
        Assert.SkipWhen(NodeVerifiers.Missing is not null, NodeVerifiers.Missing ?? "");
        await File.WriteAllTextAsync(folder.In("config.json"), configuration, Cancellation);
        var schema = Path.Combine(Checkout.Root, "docs", "configuration.schema.json");
        var (code, output, errors) = await NodeVerifiers.RunAsync(
            "schema.mjs", [schema, folder.In("config.json")], Cancellation);
        return (code, [.. output, .. errors]);
    }

    [GeneratedRegex(@"^\{\n.*?^\}$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Example();
}
