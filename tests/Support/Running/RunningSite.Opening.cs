using System.Text.Json;
using System.Text.Json.Nodes;
using CloudBridge.Contract;
using HardwareDrivers.Simulated;

namespace Tests.Support;

/// <content>How it comes to be: ledger, enrolment, cards, the terminal's configuration, then the programs.</content>
public sealed partial class RunningSite
{
    private async Task StartAsync(CancellationToken cancellation)
    {
        if (plan is { BrokerPort: null, IsSecured: false })
            broker = await MosquittoBroker.StartAsync(
                new MosquittoSettings { MaximumQueuedMessages = 0, Persistence = true, Passwords = Passwords() },
                cancellation);
        if (plan.BrokerUser is { } login)
            await File.WriteAllTextAsync(folder.In("ledger.password"), login.Password + "\n", cancellation);
        await LedgerSaysAsync(["init", "--site", plan.Site], cancellation);
        if (plan.HasRoot)
            await LedgerSaysAsync(["root", "create", "--out", folder.In("safe/root.pem")], cancellation);
        if (plan.EnrolsOverNetwork)
            await StartBrokerAsync(cancellation);
        else
            await EnrolByFileAsync(cancellation);
        await File.WriteAllLinesAsync(
            folder.In("cards.csv"), plan.CardRows.Prepend(plan.CardColumns), cancellation);
        await LedgerSaysAsync(["seed", folder.In("cards.csv")], cancellation);
        await WriteCardKeysAsync(cancellation);
        await File.WriteAllTextAsync(
            ConfigurationFile, plan.Station is { } station ? Configuration(station) : Configuration(), cancellation);

        await PlugReaderInAsync(cancellation);
        await StartLedgerAsync();
        if (plan.EnrolsOverNetwork)
            await EnrolOverNetworkAsync(cancellation);
        await StartTerminalAsync(
            plan.Station?.Title ?? (plan.FixedArticle is null ? "Welcome" : "To pay"), cancellation);
        // On a busy machine it may come later than the terminal waits for it: whoever taps then is refused (405).
        await Eventually.TrueAsync(
            () => ReadJournal().Exists(record => record.Fact is Fact.ListApplied), "it has a card list", cancellation);
    }

    private async Task EnrolByFileAsync(CancellationToken cancellation)
    {
        var key = await TerminalSaysAsync(
            ["init", "--state", folder.In("terminal"), "--site", plan.Site, "--terminal", plan.Terminal],
            cancellation);
        await File.WriteAllTextAsync(KeyFile, key, cancellation);
        await LedgerSaysAsync(
            [
                "enroll", "--key", KeyFile, "--out", folder.In("enrolment.jws"), .. plan.EnrolOptions,
                .. await LimitOptionsAsync(cancellation), .. await StaffOptionsAsync(cancellation),
            ],
            cancellation);
        if (plan.IsSecured)
            await SecureAsync(cancellation);
    }

    private async Task<string[]> LimitOptionsAsync(CancellationToken cancellation)
    {
        if (plan.Limits is null)
            return [];
        await File.WriteAllTextAsync(folder.In("limits.json"), plan.Limits, cancellation);
        return ["--limits", folder.In("limits.json")];
    }

    /// <summary>The ledger alone can say which card a PIN is of: it has the site's key.</summary>
    private async Task<string[]> StaffOptionsAsync(CancellationToken cancellation)
    {
        if (plan.Staff is not { } staff)
            return [];
        var rules = JsonNode.Parse(staff.Rules)!.AsObject();
        foreach (var (uid, pin) in staff.Pins)
        {
            await using var asked = await StartAsync(
                Checkout.Ledger, ["staff-pin", "--state", folder.In(LedgerState), uid]);
            await asked.Write(pin);
            if (await asked.End(cancellation) is not 0 and var code)
                throw new InvalidOperationException($"ledger staff-pin ended with {code}:\n{Errors(asked)}");
            rules["pins"]!.AsArray().Add(JsonNode.Parse(asked.Output.Seen[0]));
        }
        await File.WriteAllTextAsync(folder.In("staff.json"), rules.ToJsonString(), cancellation);
        return ["--staff", folder.In("staff.json")];
    }

    private async Task WriteCardKeysAsync(CancellationToken cancellation)
    {
        var keys = plan.Populations.ToDictionary(
            population => population.Name,
            population => new { proof = new Dictionary<string, string> { ["1"] = population.Key } });
        await File.WriteAllTextAsync(CardKeys, JsonSerializer.Serialize(keys), cancellation);
        File.SetUnixFileMode(CardKeys, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private string Configuration() => JsonSerializer.Serialize(new
    {
        profile = "kiosk",
        state = folder.In("terminal"),
        enrolment = EnrolmentFile,
        mqtt = new
        {
            host = BrokerHost,
            port = BrokerPort,
            tls = plan.IsSecured
                ? new { authority = In("for-terminal/ca.pem"), certificate = In($"for-terminal/{plan.Terminal}.pem") }
                : null,
            longestPauseSeconds = 1,
            userName = plan.BrokerUser?.Name,
            password = plan.BrokerUser?.Password,
        },
        ledger = plan.EnrolsOverNetwork
            ? new
            {
                server = $"https://127.0.0.1:{httpPort}",
                authority = In("for-terminal/ca.pem"),
                askAfterSeconds = 600,
            }
            : null,
        cards = new
        {
            cache = plan.CardCache,
            keys = plan.Populations.IsEmpty ? null : $"file:{CardKeys}",
            populations = plan.Populations.IsEmpty ? null : plan.Populations.ToArray(),
        },
        reader = new { device = ReaderDevice },
        panel = new { driver = "simulated", socket = PanelSocket },
        kiosk = new { articles = plan.Articles, fixedArticle = plan.FixedArticle },
        // Whoever plays a guest reads there when a card has left the field.
        log = new { level = "debug", file = folder.In("terminal.log") },
    });

    /// <summary>The same, but for what a kiosk sells, with lines.</summary>
    private string Configuration(SiteStation station)
    {
        wires = WireServer.Listen(folder.In("wires"), Board);
        var configuration = JsonNode.Parse(Configuration())!.AsObject();
        configuration.Remove("kiosk");
        configuration["profile"] = station.Profile;
        configuration["hardware"] = new JsonObject { ["adapter"] = "emulator", ["socket"] = folder.In("wires") };
        configuration["lines"] = new JsonArray(JsonNode.Parse(station.Output));
        configuration[station.Profile] = JsonNode.Parse(station.Section);
        return configuration.ToJsonString();
    }

    private Dictionary<string, string>? Passwords() =>
        plan.BrokerUser is { } login ? new() { [login.Name] = login.Password } : null;
}
