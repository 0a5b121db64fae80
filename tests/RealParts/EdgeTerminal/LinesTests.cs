using HardwareDrivers.Simulated;
using Tests.Support;

namespace Tests.RealParts.EdgeTerminal;

/// <summary>
/// Real programs that meet on a board of files, where a line keeps its level when the program that drove it is killed.
/// </summary>
public sealed class LinesTests : IDisposable
{
    private const int Valve = 17;
    private const int Turnstile = 22;

    private static readonly Dictionary<string, string> NoEnvironment = [];

    private readonly TemporaryFolder folder = new();
    private readonly FileBoard board;

    public LinesTests()
    {
        Directory.CreateDirectory(folder.In("gpiochip0"));
        board = new FileBoard(folder.Path);
        File.WriteAllText(folder.In("config.json"), Configuration);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Configuration => $$"""
        {
          "profile": "kiosk",
          "state": "{{folder.In("state")}}",
          "enrolment": "{{folder.In("enrolment.jws")}}",
          "mqtt": { "host": "127.0.0.1", "port": 1 },
          "reader": { "device": "{{folder.In("reader")}}" },
          "kiosk": { "fixedArticle": "beer", "articles": [ { "id": "beer", "price": 350 } ] },
          {{Lines}}
        }
        """;

    private string Lines => $$"""
        "hardware": { "adapter": "files", "folder": "{{folder.Path}}" },
        "lines": [
          { "name": "valve", "line": {{Valve}} },
          { "name": "turnstile", "line": {{Turnstile}}, "activeLow": true, "safe": "active" }
        ]
        """;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_line_that_a_killed_program_left_high_is_driven_low_by_the_program_for_that_alone()
    {
        await using var holding = await HoldAsync();
        Assert.True(board.LevelOf(0, Valve));

        holding.Signal("KILL");
        await holding.End(Cancellation);
        Assert.True(board.LevelOf(0, Valve));
        // Nothing else is there any more: no state, no enrolment, no broker, hardly a configuration.
        await File.WriteAllTextAsync(folder.In("config.json"), "{ \"profile\": 7, " + Lines + " }", Cancellation);
        var (code, output, _) = await RunAsync("lines", "safe", "--config", folder.In("config.json"));

        Assert.Equal(0, code);
        Assert.Equal("valve: safe\nturnstile: safe", output);
        Assert.Equal((false, false), (board.LevelOf(0, Valve), board.LevelOf(0, Turnstile)));
    }

    [Fact]
    public async Task A_line_that_a_living_program_has_is_named_and_safe_when_that_is_told_to_stop()
    {
        await using var holding = await HoldAsync();

        var (code, output, errors) = await RunAsync("lines", "safe", "--config", folder.In("config.json"));

        Assert.Equal((4, "turnstile: safe", true), (code, output, board.LevelOf(0, Valve)));
        Assert.Contains("valve: NOT known to be safe", errors, StringComparison.Ordinal);
        holding.Signal("TERM");
        Assert.Equal((0, false), (await holding.End(Cancellation), board.LevelOf(0, Valve)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_daemon_that_cannot_start_makes_its_lines_safe(bool hasBadConfiguration)
    {
        await File.WriteAllTextAsync(folder.In($"gpiochip0/{Valve}"), "1", Cancellation);
        if (hasBadConfiguration)
            await File.WriteAllTextAsync(
                folder.In("config.json"),
                Configuration.Replace("\"kiosk\"", "\"café\"", StringComparison.Ordinal),
                Cancellation);

        var (code, _, _) = await RunAsync("run", "--config", folder.In("config.json"));

        Assert.Equal(hasBadConfiguration ? 2 : 4, code);
        Assert.Equal((false, false), (board.LevelOf(0, Valve), board.LevelOf(0, Turnstile)));
    }

    private async Task<ChildProcess> HoldAsync()
    {
        var holding = await ChildProcess.StartAsync(
            "dotnet", NoEnvironment, Checkout.EdgeTerminal, "lines", "hold", "valve", "--config",
            folder.In("config.json"));
        await holding.Output.First<string>(0, line => line == "valve: active", Cancellation);
        return holding;
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        await using var child = await ChildProcess.StartAsync(
            "dotnet", NoEnvironment, [Checkout.EdgeTerminal, .. arguments]);
        var code = await child.End(Cancellation);
        return (code, string.Join('\n', child.Output.Seen), string.Join('\n', child.Errors.Seen));
    }
}
