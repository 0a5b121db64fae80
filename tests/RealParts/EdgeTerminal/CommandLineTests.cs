using Tests.Support;

namespace Tests.RealParts.EdgeTerminal;

/// <summary>What the programs say of themselves: examples for people, words for their shells.</summary>
public sealed class CommandLineTests : IDisposable
{
    private static readonly Dictionary<string, string> NoEnvironment = [];

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Programs => ["edge-terminal", "ledger"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Every_command_has_an_example(string program)
    {
        var commands = new Queue<string[]>((await SuggestAsync(program, "")).Select(word => new[] { word }));
        var seen = 0;
        while (commands.TryDequeue(out var command))
        {
            var help = await RunAsync(program, [.. command, "--help"]);
            Assert.True(help.Contains("Examples:"), $"{program} {string.Join(' ', command)}");
            seen++;
            if (help.Contains("Commands:"))
                foreach (var word in await SuggestAsync(program, string.Join(' ', command) + " "))
                    commands.Enqueue([.. command, word]);
        }
        Assert.InRange(seen, 8, 80);
    }

    [Theory]
    [InlineData("edge-terminal", "jo", "journal")]
    [InlineData("edge-terminal", "journal ", "export show verify")]
    [InlineData("edge-terminal", "journal verify --k", "--key")]
    [InlineData("edge-terminal", "doctor --", "--config --help --json")]
    [InlineData("edge-terminal", "completion ", "bash")]
    [InlineData("edge-terminal", "doctor --config ./no-su", "")]
    [InlineData("ledger", "bal", "balances")]
    [InlineData(
        "ledger",
        "run --m",
        "--mqtt --mqtt-authority --mqtt-certificate --mqtt-client --mqtt-key --mqtt-password-file --mqtt-tls " +
        "--mqtt-user")]
    public async Task A_real_shell_completes_commands_options_and_values(string program, string typed, string expected)
    {
        var called = folder.In(program);
        await File.WriteAllTextAsync(called, $"#!/bin/sh\nexec dotnet '{Dll(program)}' \"$@\"\n", Cancellation);
        File.SetUnixFileMode(called, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        // What readline does when somebody presses the tabulator.
        const string press = """
            source <("$1" completion bash)
            COMP_LINE="$1 $2" COMP_POINT=$((${#1} + 1 + ${#2}))
            read -ra COMP_WORDS <<< "$COMP_LINE"
            [[ $COMP_LINE == *' ' ]] && COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            function=$(complete -p "${1##*/}" | sed 's/.*-F \([^ ]*\).*/\1/')
            "$function"
            echo "${COMPREPLY[*]}" | tr '\n' ' '
            """;

        await using var shell = await ChildProcess.StartAsync(
            "bash", NoEnvironment, "--norc", "-c", press, "bash", called, typed);

        Assert.Equal(0, await shell.End(Cancellation));
        Assert.Equal(expected, string.Join(' ', shell.Output.Seen).Trim());
    }

    private static string Dll(string program) => program == "ledger" ? Checkout.Ledger : Checkout.EdgeTerminal;

    private static async Task<IEnumerable<string>> SuggestAsync(string program, string typed)
    {
        var line = $"{program} {typed}";
        var words = await RunAsync(program, [$"[suggest:{line.Length}]", line]);
        return words.Where(word => word.Length > 0 && char.IsAsciiLetter(word[0]));
    }

    private static async Task<IReadOnlyList<string>> RunAsync(string program, IEnumerable<string> arguments)
    {
        await using var child = await ChildProcess.StartAsync("dotnet", NoEnvironment, [Dll(program), .. arguments]);
        Assert.Equal(0, await child.End(Cancellation));
        return child.Output.Seen;
    }
}
