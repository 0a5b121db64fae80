using EdgeTerminal.Host;
using EdgeTerminal.Store;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Simulated;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>What is driven safe, and what is said, when a configuration is good, bad, or hardly there.</summary>
public sealed class LineSafetyTests : IDisposable
{
    private const string Lines = """
        "hardware": { "adapter": "files", "folder": "FOLDER" },
        "lines": [
          { "name": "valve", "line": 17 },
          { "name": "turnstile", "line": 22, "activeLow": true, "safe": "active" }
        ]
        """;

    private readonly TemporaryFolder folder = new();
    private readonly StringWriter output = new();
    private readonly StringWriter errors = new();
    private readonly FileBoard board;

    public LineSafetyTests()
    {
        Directory.CreateDirectory(folder.In("gpiochip0"));
        board = new FileBoard(folder.In("."));
        Leave(17, high: true);
        Leave(22, high: true);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void With_nothing_but_lines_in_the_file_all_are_safe()
    {
        Assert.Equal(0, Run("{ " + Lines + " }"));

        Assert.Equal((false, false), (board.LevelOf(0, 17), board.LevelOf(0, 22)));
        Assert.Equal("valve: safe\nturnstile: safe\n", output.ToString());
        Assert.Equal("", errors.ToString());
    }

    [Fact]
    public void A_buzzer_and_a_readers_lines_are_outputs_too()
    {
        Leave(18, high: true);
        Leave(23, high: true);

        Assert.Equal(0, Run(
            "{ " + Lines + """, "buzzer": { "driver": "active", "line": 18 }, "reader": { "supplyLine": 23 } }"""));

        Assert.Equal((false, false), (board.LevelOf(0, 18), board.LevelOf(0, 23)));
    }

    [Theory]
    [InlineData("""{ "name": "light", "line": "x" }""", "lines.2.line")]
    [InlineData("""{ "name": "light", "line": 5, "actveLow": true }""", "lines.2.actveLow")]
    [InlineData("""{ "name": "light", "line": 17 }""", "lines.2.line")]
    public void A_line_in_doubt_is_not_guessed_at_and_the_others_are_safe(string third, string named)
    {
        Assert.Equal(2, Run("{ " + Lines.Replace("\n]", $", {third} ]", StringComparison.Ordinal) + " }"));

        Assert.Equal((false, false), (board.LevelOf(0, 17), board.LevelOf(0, 22)));
        Assert.Contains(named, errors.ToString(), StringComparison.Ordinal);
        Assert.Equal((null, null), (board.LevelOf(0, 0), board.LevelOf(0, 5)));
    }

    [Fact]
    public void Without_a_good_chip_nothing_is_guessed_at() =>
        Assert.Equal((2, true), (
            Run("{ " + Lines.Replace("\"adapter\"", "\"lineChip\": -1, \"adapter\"", StringComparison.Ordinal) + " }"),
            board.LevelOf(0, 17)));

    [Theory]
    [InlineData(""" "buzzer": { "driver": "activ", "line": 18 } """, "buzzer.driver")]
    [InlineData(""" "buzzer": { "drver": "active", "line": 18 } """, "buzzer.drver")]
    [InlineData(""" "buzzer": { "driver": "active" } """, "buzzer.line")]
    [InlineData(""" "buzzer": "active" """, "buzzer")]
    [InlineData(""" "reader": { "restLine": 24 } """, "reader.restLine")]
    [InlineData(""" "reader": { "resetLine": "x" } """, "reader.resetLine")]
    [InlineData(""" "reader": { "supplyLine": [ 23 ] } """, "reader.supplyLine.0")]
    public void An_output_that_an_error_hides_is_named(string device, string named)
    {
        Assert.Equal(2, Run("{ " + Lines + ", " + device + " }"));

        Assert.Equal("valve: safe\nturnstile: safe\n", output.ToString());
        Assert.Contains($"{named}: ", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_elsewhere_concerns_no_line() =>
        Assert.Equal((0, ""), (
            Run("{ " + Lines + """, "reader": { "baud": "x" }, "panl": { "driver": "none" } }"""), errors.ToString()));

    /// <summary>This board has no PWM: a buzzer that is tried is named.</summary>
    [Theory]
    [InlineData("", true)]
    [InlineData(""", "pwmChip": "one" """, false)]
    [InlineData(""", "pwmChannel": -1""", false)]
    [InlineData(""", "pwmChanel": 1""", false)]
    public void A_buzzer_on_PWM_is_silenced_where_nothing_of_it_is_in_doubt(string keys, bool isTried)
    {
        Run("{ " + Lines + $$""", "buzzer": { "driver": "passive"{{keys}} } }""");

        Assert.Equal(isTried, errors.ToString().Contains("edge-terminal: the buzzer: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Beside_a_daemon_its_buzzer_is_left_alone()
    {
        TerminalFolder.Create(folder.In("state"), Site.Id, Site.Bar);
        using var daemon = TerminalFolder.Open(folder.In("state"));

        Assert.Equal(0, Run(
            "{ " + Lines + $$""", "state": "{{folder.In("state")}}", "buzzer": { "driver": "passive" } }"""));

        Assert.Equal("", errors.ToString());
    }

    [Fact]
    public void A_line_that_somebody_has_is_named_and_the_others_are_safe()
    {
        using var chip = board.OpenLines(0);
        using var held = chip.OpenOutput(new OutputLineSettings(17, "daemon"));

        Assert.Equal(4, Run("{ " + Lines + " }"));

        Assert.Equal("turnstile: safe\n", output.ToString());
        Assert.Contains("valve: NOT known to be safe", errors.ToString(), StringComparison.Ordinal);
        Assert.False(board.LevelOf(0, 22));
    }

    [Theory]
    [InlineData("{ this is no JSON")]
    [InlineData(null)]
    public void Without_a_readable_file_no_line_is_known(string? content)
    {
        Assert.Equal(2, Run(content));

        Assert.EndsWith("no line is known, none was driven.\n", errors.ToString(), StringComparison.Ordinal);
        Assert.True(board.LevelOf(0, 17));
    }

    private int Run(string? content)
    {
        if (content is not null)
            File.WriteAllText(
                folder.In("config.json"), content.Replace("FOLDER", folder.In("."), StringComparison.Ordinal));
        return LineSafety.Run(folder.In("config.json"), output, errors);
    }

    private void Leave(int line, bool high) =>
        File.WriteAllText(folder.In($"gpiochip0/{line}"), high ? "1" : "0");
}
