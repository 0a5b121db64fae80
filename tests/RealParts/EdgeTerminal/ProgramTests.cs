using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using Tests.Support;

namespace Tests.RealParts.EdgeTerminal;

/// <summary>The programs as people call them: what they print, and how they end.</summary>
public sealed class ProgramTests : IDisposable
{
    private static readonly Dictionary<string, string> NoEnvironment = [];

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Init_prints_nothing_but_the_public_key()
    {
        var (code, output, _) = await EdgeTerminalAsync(
            "init", "--state", folder.In("t"), "--site", "verger", "--terminal", "bar-1");

        Assert.Equal(0, code);
        var key = JsonDocument.Parse(output).RootElement;
        Assert.Equal(("EC", "P-256", "bar-1"), (Text(key, "kty"), Text(key, "crv"), Text(key, "terminal")));
        Assert.False(key.TryGetProperty("d", out _));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.In("t/terminal-key.pem")));
    }

    /// <summary>On disk it may be encrypted to the machine; nothing of it is left in the state folder.</summary>
    [Fact]
    public async Task The_key_may_be_a_credential_of_the_service()
    {
        using var given = global::CloudBridge.Contract.Es256Signer.Create();
        using var another = global::CloudBridge.Contract.Es256Signer.Create();
        var environment = new Dictionary<string, string> { ["CREDENTIALS_DIRECTORY"] = folder.In("credentials") };
        Directory.CreateDirectory(folder.In("credentials"));
        await HandOverAsync(given);

        var (made, output, _) = await RunAsync(
            Checkout.EdgeTerminal,
            environment,
            "init", "--state", folder.In("t"), "--site", "verger", "--terminal", "bar-1");
        var (asked, request, _) = await RunAsync(
            Checkout.EdgeTerminal, environment, "certificate", "request", "--state", folder.In("t"));

        Assert.Equal((0, 0), (made, asked));
        Assert.Equal(given.KeyId.ToString(), Text(JsonDocument.Parse(output).RootElement, "kid"));
        Assert.Equal(
            given.KeyId, global::CloudBridge.Contract.TerminalCertificateRequest.Read(request).OrThrow().Key);
        Assert.False(File.Exists(folder.In("t/terminal-key.pem")));

        // A shell is not handed it, and must not make another.
        Directory.CreateDirectory(folder.In("t/journal"));
        var (refused, _, why) = await EdgeTerminalAsync(
            "init", "--state", folder.In("t"), "--site", "verger", "--terminal", "bar-1");
        Assert.Equal(4, refused);
        Assert.Contains("a credential of the service", why, StringComparison.Ordinal);
        Assert.Contains(
            given.KeyId.ToString(),
            await File.ReadAllTextAsync(folder.In("t/terminal-key.jwk"), Cancellation),
            StringComparison.Ordinal);

        // Nothing here can exchange it, and no key is made beside it.
        var (kept, _, how) = await RunAsync(
            Checkout.EdgeTerminal, environment,
            "enroll", "--server", "https://localhost:1", "--state", folder.In("t"), "--new-key");
        Assert.Equal(4, kept);
        Assert.Contains("credential of the service, which this cannot change", how, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(folder.In("t"), "*next*"));

        // Exchanged alone it would sign for nobody.
        await HandOverAsync(another);
        var (code, _, errors) = await RunAsync(
            Checkout.EdgeTerminal, environment, "certificate", "request", "--state", folder.In("t"));
        Assert.Equal(4, code);
        Assert.Contains("another key than that of terminal bar-1", errors, StringComparison.Ordinal);

        Task HandOverAsync(global::CloudBridge.Contract.Es256Signer key) =>
            File.WriteAllTextAsync(folder.In("credentials/terminal-key.pem"), key.RevealPem(), Cancellation);
    }

    [Theory]
    [InlineData(1, "run")]
    [InlineData(1, "no-such-command")]
    [InlineData(1, "init", "--state", "x", "--site", "bad/name", "--terminal", "bar-1")]
    [InlineData(2, "config", "check", "no-such-file.json")]
    [InlineData(2, "run", "--config", "no-such-file.json")]
    [InlineData(2, "journal", "show", "no-such-journal")]
    [InlineData(0, "version")]
    [InlineData(0, "doctor")]
    [InlineData(0, "journal", "verify", "--help")]
    public async Task Exit_codes_say_what_kind_of_thing_went_wrong(int expected, params string[] arguments)
    {
        var (code, output, errors) = await EdgeTerminalAsync(arguments);

        Assert.Equal(expected, code);
        if (expected == 0)
            Assert.NotEmpty(output);
        else
            Assert.NotEmpty(errors);
    }

    [Fact]
    public async Task Help_has_examples()
    {
        var (_, output, _) = await EdgeTerminalAsync("journal", "verify", "--help");

        Assert.Contains("Examples:\n  edge-terminal journal verify", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run", "--config")]
    [InlineData("config", "check")]
    public async Task Ten_errors_are_said_at_once_each_with_key_value_and_expectation(params string[] command)
    {
        await EdgeTerminalAsync("init", "--state", folder.In("t"), "--site", "verger", "--terminal", "bar-1");
        var before = Directory.GetFileSystemEntries(folder.In("t"), "*", SearchOption.AllDirectories);
        await File.WriteAllTextAsync(
            folder.In("bad.json"),
            $$"""
            {
              "profile": "ferry", "state": "{{folder.In("t")}}", "langage": "fr",
              "mqtt": { "host": "localhost", "port": 70000, "client": "pigeon" },
              "reader": { "device": "/dev/ttyAMA0", "baud": "fast" },
              "panel": { "driver": "simulated" },
              "kiosk": { "fixedArticle": "wine",
                "articles": [ { "id": "beer", "key": "1", "price": 3.5, "hours": "18-02" } ] }
            }
            """,
            Cancellation);

        var (code, output, errors) = await EdgeTerminalAsync([.. command, folder.In("bad.json")]);

        Assert.Equal((2, ""), (code, output));
        var said = errors.Split('\n').Where(line => line.StartsWith(folder.In("bad.json"), StringComparison.Ordinal))
            .Select(line => line[(folder.In("bad.json").Length + 2)..]).Order(StringComparer.Ordinal);
        Assert.Collection(
            said,
            line => Assert.Equal("enrolment: missing; expected the file that `ledger enroll` wrote", line),
            line => Assert.Equal(
                "kiosk.articles.0.hours: '18-02'; expected local times such as 18:00-02:00", line),
            line => Assert.Equal("kiosk.articles.0.price: '3.5'; expected a whole number from 0 to 100000000", line),
            line => Assert.Equal("kiosk.fixedArticle: 'wine'; expected the id of an article of kiosk.articles", line),
            line => Assert.Equal("langage: 'fr'; expected a key that exists (docs/configuration.md)", line),
            line => Assert.StartsWith("mqtt.client: 'pigeon'; expected ", line, StringComparison.Ordinal),
            line => Assert.Equal("mqtt.port: '70000'; expected a whole number from 1 to 65535", line),
            line => Assert.Equal("panel.socket: missing; expected the path of a socket to listen on", line),
            line => Assert.Equal("profile: 'ferry'; expected kiosk or drink or gate", line),
            line => Assert.StartsWith("reader.baud: 'fast'; expected ", line, StringComparison.Ordinal));
        Assert.Equal(before, Directory.GetFileSystemEntries(folder.In("t"), "*", SearchOption.AllDirectories));
        Assert.Equal(command[0] == "run", errors.Contains("nothing was started", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_environment_overrides_the_file()
    {
        await File.WriteAllTextAsync(folder.In("some.json"), """{"profile":"gate"}""", Cancellation);
        var environment = new Dictionary<string, string> { ["EDGE_TERMINAL__profile"] = "kiosk" };

        var (_, _, errors) = await RunAsync(
            Checkout.EdgeTerminal, environment, "config", "check", folder.In("some.json"));

        Assert.DoesNotContain("profile", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_ledger_enrols_a_terminal_with_a_file_for_its_owner_only()
    {
        await LedgerAsync("init", "--state", folder.In("l"), "--site", "verger");
        var (_, key, _) = await EdgeTerminalAsync(
            "init", "--state", folder.In("t"), "--site", "verger", "--terminal", "bar-1");
        await File.WriteAllTextAsync(folder.In("bar-1.jwk"), key, Cancellation);

        string[] Enrol(string key) =>
            ["enroll", "--state", folder.In("l"), "--key", folder.In(key), "--out", folder.In("e")];
        Assert.Equal(0, (await LedgerAsync([.. Enrol("bar-1.jwk"), "--offline-limit", "1234"])).Code);
        Assert.Equal(0, (await LedgerAsync(Enrol("bar-1.jwk"))).Code);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.In("e")));
        Assert.Equal(2, (await LedgerAsync(Enrol("e"))).Code);
    }

    [Fact]
    public async Task A_terminal_of_another_site_or_with_another_key_is_not_enrolled()
    {
        await LedgerAsync("init", "--state", folder.In("l"), "--site", "verger");
        foreach (var (state, site) in new[] { ("a", "autre"), ("b", "verger"), ("c", "verger") })
        {
            var (_, key, _) = await EdgeTerminalAsync(
                "init", "--state", folder.In(state), "--site", site, "--terminal", "bar-1");
            await File.WriteAllTextAsync(folder.In($"{state}.jwk"), key, Cancellation);
        }
        Task<(int Code, string Output, string Errors)> EnrolAsync(string name) => LedgerAsync(
            "enroll", "--state", folder.In("l"), "--key", folder.In($"{name}.jwk"), "--out", folder.In($"{name}.out"));

        var foreign = await EnrolAsync("a");
        var first = await EnrolAsync("b");
        var second = await EnrolAsync("c");

        Assert.Equal((2, 0, 4), (foreign.Code, first.Code, second.Code));
        Assert.Contains("site autre; expected a terminal of site verger", foreign.Errors, StringComparison.Ordinal);
        Assert.Contains("enrolled with another key", second.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.In("c.out")));
    }

    [Fact]
    public async Task Seeding_adds_all_cards_or_none()
    {
        await LedgerAsync("init", "--state", folder.In("l"), "--site", "verger");
        const string good = "uid,class,state,asset,amount\n04E141125B3C80,uid,ok,TLF,1500\n";
        await File.WriteAllTextAsync(folder.In("good.csv"), good, Cancellation);
        const string other = "uid,class,state,asset,amount\n04FFFF125B3C80,uid,ok,TLF,1500\nx,uid,ok,TLF,1\n";
        await File.WriteAllTextAsync(folder.In("bad.csv"), other, Cancellation);

        var bad = await LedgerAsync("seed", "--state", folder.In("l"), folder.In("bad.csv"));
        var seeded = await LedgerAsync("seed", "--state", folder.In("l"), folder.In("good.csv"));
        var again = await LedgerAsync("seed", "--state", folder.In("l"), folder.In("good.csv"));

        Assert.Equal((2, 0, 2), (bad.Code, seeded.Code, again.Code));
        Assert.Contains(
            "line 3: uid 'x'; expected 8, 14 or 20 hexadecimal digits", bad.Errors, StringComparison.Ordinal);
        var (_, balances, _) = await LedgerAsync("balances", "--state", folder.In("l"), "--json");
        Assert.Equal(
            """[{"uid":"04E141125B3C80","class":"uid","state":"ok","asset":"TLF","amount":1500}]""", balances.Trim());
        Assert.Equal(0, (await LedgerAsync("check", "--state", folder.In("l"))).Code);
    }

    [Theory]
    [InlineData("run", "--mqtt", "localhost:1")]
    [InlineData("balances")]
    [InlineData("check")]
    [InlineData("raise-era")]
    public async Task A_ledger_whose_log_cannot_be_read_ends_with_one_sentence(params string[] command)
    {
        await LedgerAsync("init", "--state", folder.In("l"), "--site", "verger");
        // Who opens a socket's file gets an error also as root.
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(folder.In("l/ledger.log")));

        var (code, _, errors) = await LedgerAsync([.. command, "--state", folder.In("l")]);

        Assert.Equal(4, code);
        Assert.StartsWith("ledger: Cannot read the ledger in ", errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', errors);
    }

    /// <summary>At once, and not as a broker that turns the ledger away for ever.</summary>
    [Theory]
    [InlineData("no-such-file", "ledger: --mqtt-password-file: expected a file with the password and nothing else.")]
    [InlineData("empty", "ledger: MQTT options: Password is empty.")]
    public async Task A_password_that_cannot_be_used_ends_the_ledger_at_once(string file, string problem)
    {
        await LedgerAsync("init", "--state", folder.In("l"), "--site", "verger");
        await File.WriteAllTextAsync(folder.In("empty"), "\n", Cancellation);

        var (code, _, errors) = await LedgerAsync(
            "run", "--state", folder.In("l"), "--mqtt", "localhost:1", "--mqtt-password-file", folder.In(file));

        Assert.Equal(2, code);
        Assert.StartsWith(problem, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, "run", "--mqtt", "localhost:1")]
    [InlineData(4, "balances")]
    [InlineData(3, "check")]
    public async Task A_damaged_line_of_the_ledgers_log_is_named(int expected, params string[] command)
    {
        await LedgerAsync("init", "--state", folder.In("l"), "--site", "verger");
        await LedgerAsync("raise-era", "--state", folder.In("l"));
        await File.AppendAllTextAsync(folder.In("l/ledger.log"), "damaged\n", Cancellation);

        var (code, _, errors) = await LedgerAsync([.. command, "--state", folder.In("l")]);

        Assert.Equal(expected, code);
        Assert.Contains("line 2: ", errors, StringComparison.Ordinal);
        Assert.Contains("raise-era", errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', errors);
    }

    [Fact]
    public async Task Each_era_that_is_raised_is_printed_and_higher()
    {
        await LedgerAsync("init", "--state", folder.In("l"), "--site", "verger");

        var first = await LedgerAsync("raise-era", "--state", folder.In("l"));
        var second = await LedgerAsync("raise-era", "--state", folder.In("l"));

        Assert.Equal((0, 0), (first.Code, second.Code));
        Assert.True(Era(second.Output) > Era(first.Output));

        static long Era(string output) => long.Parse(output.Trim()["era ".Length..], CultureInfo.InvariantCulture);
    }

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;

    private static Task<(int Code, string Output, string Errors)> EdgeTerminalAsync(params string[] arguments) =>
        RunAsync(Checkout.EdgeTerminal, NoEnvironment, arguments);

    private static Task<(int Code, string Output, string Errors)> LedgerAsync(params string[] arguments) =>
        RunAsync(Checkout.Ledger, NoEnvironment, arguments);

    private static async Task<(int Code, string Output, string Errors)> RunAsync(
        string program, Dictionary<string, string> environment, params string[] arguments)
    {
        await using var child = await ChildProcess.StartAsync("dotnet", environment, [program, .. arguments]);
        var code = await child.End(Cancellation);
        return (code, string.Join('\n', child.Output.Seen), string.Join('\n', child.Errors.Seen));
    }
}
