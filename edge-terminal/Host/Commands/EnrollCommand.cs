using System.CommandLine;
using System.Net;
using System.Text.Json;
using CloudBridge.Contract;

namespace EdgeTerminal.Host;

/// <summary><c>edge-terminal enroll</c>: has this terminal enrolled by a ledger over the network.</summary>
internal static class EnrollCommand
{
    private const int UsualMinutes = 10;

    public static Command Build()
    {
        var server = new Option<string>("--server")
        {
            Description = "The ledger, as `ledger terminal create` prints it.", HelpName = "URL", Required = true,
        };
        var state = new Option<string>("--state")
        {
            Description = "Folder for key, journal and card list.", HelpName = "DIR", Required = true,
        };
        var output = new Option<string?>("--out")
        {
            Description =
                "Where to write enrolment.jws, NAME.pem, ca.pem and card-keys.json; else into the state folder.",
            HelpName = "DIR",
        };
        var authority = new Option<FileInfo?>("--authority")
        {
            Description = "The certificate of the site's own authority, for a server that it has certified.",
            HelpName = "FILE",
        };
        var minutes = new Option<int>("--patience")
        {
            Description = "How long to wait for the operator.",
            HelpName = "MINUTES",
            DefaultValueFactory = _ => UsualMinutes,
        };
        var newKey = new Option<bool>("--new-key")
        {
            Description =
                "This terminal is enrolled: gives it another key, while its daemon stands still and the ledger has " +
                "all of its journal. Asks for the PIN alone.",
        };
        var command = new Command(
            "enroll",
            "Makes this terminal's key if there is none, asks for name and PIN (at the prompt, or two lines of " +
            "standard input), shows four words, waits for the operator, and asks whether his ledger took them (a " +
            "third line: yes).")
        {
            server, state, output, authority, minutes, newKey,
        }.WithExamples(
            "edge-terminal enroll --server https://ledger.lan:8443 --state /var/lib/edge-terminal --authority ca.pem",
            "edge-terminal enroll --server https://ledger.example --state /var/lib/edge-terminal",
            "edge-terminal enroll --server https://ledger.example --state /var/lib/edge-terminal --new-key");
        command.SetAction((parsed, cancellation) => HostCommand.RunAsync(async () =>
        {
            if (TryReadServer(parsed.GetValue(server)!, out var address) is { } wrong)
                return HostCommand.Fail(wrong, ExitCode.Usage);
            if (parsed.GetValue(minutes) is < 0 or > 24 * 60)
                return HostCommand.Fail("--patience: expected 0 to 1440 minutes.", ExitCode.Usage);
            var (folder, files) = (parsed.GetValue(state)!, parsed.GetValue(output) ?? parsed.GetValue(state)!);
            try
            {
                var authorities = LedgerServerClient.ReadAuthorities(parsed.GetValue(authority));
                using var client = new LedgerServerClient(address, authorities, TimeProvider.System);
                Task<EnrolmentAnswer> Enrol(IEnrollingFolder keeps) => new EnrolmentSession(
                    client, keeps, FromConsole(), Console.Out, TimeProvider.System)
                    .RunAsync(TimeSpan.FromMinutes(parsed.GetValue(minutes)), cancellation);
                if (parsed.GetValue(newKey))
                    SayChanged(await new KeyChanging(folder, files, TimeProvider.System).RunAsync(Enrol));
                else
                {
                    var enrolling = new EnrollingFolder(folder, files);
                    var answer = await Enrol(enrolling);
                    Say(answer, enrolling.Keep(answer), address, parsed.GetValue(authority) is not null);
                }
                return ExitCode.Good;
            }
            catch (EnrolmentException error)
            {
                return HostCommand.Fail(error.Message);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return HostCommand.Fail("stopped. Run it again: what the operator has heard of stands for a day.");
            }
        }));
        return command;
    }

    /// <returns>What is wrong; null when nothing is.</returns>
    internal static string? TryReadServer(string text, out Uri address)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out address!) || address.Scheme is not ("https" or "http") ||
            address.AbsolutePath != "/" || address.Query.Length > 0 || address.UserInfo.Length > 0)
            return $"--server '{text}': expected https://HOST:PORT, as `ledger terminal create` prints it.";
        var isHere = address.Host == "localhost" ||
            IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip);
        return address.Scheme == "http" && !isHere
            ? $"--server '{text}': expected https; without TLS only on this machine itself."
            : null;
    }

    private static Credentials FromConsole()
    {
        var input = Console.In;
        return new Credentials(
            // A console waits for a line in its own way, and hears of no cancellation.
            cancellation => Task.Factory.StartNew(
                input.ReadLine, cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                .WaitAsync(cancellation),
            Console.IsInputRedirected ? null : Console.Error);
    }

    private static void SayChanged(EnrolmentAnswer? answer)
    {
        Console.Out.WriteLine(answer is null
            ? "A change of the key that was cut short is finished."
            : $"{answer.Terminal} at {answer.Site} has another key. The former one is wiped here.");
        Console.Out.WriteLine(
            "Start the daemon: with its first record the ledger takes the former key for left. If the configuration " +
            "has mqtt.tls.key, leave it out: the certificate is of the new key.");
    }

    private static void Say(EnrolmentAnswer answer, KeptEnrolment files, Uri server, bool isOfSite)
    {
        var said = new Dictionary<string, object>
        {
            ["enrolment"] = files.Enrolment,
            ["mqtt"] = new Dictionary<string, object>
            {
                ["tls"] = new Dictionary<string, string>
                {
                    ["authority"] = files.Authority, ["certificate"] = files.Certificate,
                },
            },
        };
        var ledger = new Dictionary<string, string> { ["server"] = server.GetLeftPart(UriPartial.Authority) };
        if (isOfSite)
            ledger["authority"] = files.Authority;
        said["ledger"] = ledger;
        if (files.CardKeys is { } keys)
            said["cards"] = new Dictionary<string, string> { ["keys"] = $"file:{keys}" };
        Console.Out.WriteLine($"Enrolled as {answer.Terminal} at {answer.Site}. In the configuration:");
        Console.Out.WriteLine(JsonSerializer.Serialize(said, Indented));
        Console.Out.WriteLine("With a broker on this machine that speaks no TLS, leave `mqtt.tls` out.");
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
}
