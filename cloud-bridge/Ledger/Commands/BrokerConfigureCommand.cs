using System.CommandLine;
using System.Net;
using System.Text;
using CloudBridge.Contract;
using CloudBridge.Storage;

namespace CloudBridge.Ledger;

/// <summary><c>ledger broker configure</c>: writes all that the site's mosquitto needs.</summary>
internal static class BrokerConfigureCommand
{
    private const int DefaultPort = 8883;

    public static Command Build()
    {
        var state = LedgerCommand.State();
        var output = new Option<DirectoryInfo>("--out")
        {
            Description = "Where to write mosquitto.conf and what it names. broker-key.pem is a secret.",
            HelpName = "DIR",
            Required = true,
        };
        var names = new Option<string[]>("--name")
        {
            Description = "A name or address under which the broker is dialled. May be given several times.",
            HelpName = "HOST",
            Required = true,
        };
        var port = new Option<int>("--port")
        {
            Description = "Where it listens.", HelpName = "PORT", DefaultValueFactory = _ => DefaultPort,
        };
        var bind = new Option<string?>("--bind")
        {
            Description = "The one address at which it listens; else at all.", HelpName = "ADDRESS",
        };
        var data = new Option<string>("--data")
        {
            Description = "Where the broker keeps its own files.",
            HelpName = "DIR",
            DefaultValueFactory = _ => "/var/lib/mosquitto",
        };
        var installed = new Option<string?>("--installed-in")
        {
            Description = "Where the files will be on the broker's machine; else where they are written.",
            HelpName = "DIR",
        };
        var bridge = new BridgeOptions();
        var command = new Command(
            "configure",
            "Makes the site's authority and the certificates of broker and ledger as far as they are missing or end " +
            "soon, and writes mosquitto's configuration, with the rights of every enrolled terminal.")
        {
            state, output, names, port, bind, data, installed,
        }.WithExamples(
            "ledger broker configure --state /var/lib/ledger --out /etc/mosquitto/edge-terminal " +
            "--name broker.lan --name 10.0.0.2",
            "ledger broker configure --state /var/lib/ledger --out for-the-site " +
            "--installed-in /etc/mosquitto/edge-terminal --name broker.lan --bridge-to cloud.example.org:8883");
        bridge.AddTo(command);
        command.SetAction(parsed => LedgerCommand.Run(() =>
        {
            var hosts = parsed.GetValue(names)!;
            if (hosts.FirstOrDefault(host => Uri.CheckHostName(host) == UriHostNameType.Unknown) is { } wrong)
                return LedgerCommand.Fail($"--name '{wrong}': expected a host name or an address.", ExitCode.Usage);
            if (parsed.GetValue(port) is < 1 or > ushort.MaxValue)
                return LedgerCommand.Fail("--port: expected 1 to 65535.", ExitCode.Usage);
            if (parsed.GetValue(bind) is { } address && !IPAddress.TryParse(address, out _))
                return LedgerCommand.Fail($"--bind '{address}': expected an address.", ExitCode.Usage);
            if (bridge.Check(parsed) is { } why)
                return LedgerCommand.Fail(why, ExitCode.Usage);
            var folder = parsed.GetValue(output)!.FullName;
            var plan = bridge.Complete(parsed, hosts[0], new BrokerPlan(
                Path.GetFullPath(parsed.GetValue(installed) ?? folder),
                Path.GetFullPath(parsed.GetValue(data)!),
                parsed.GetValue(bind),
                parsed.GetValue(port)));
            return Configure(parsed.GetValue(state)!, new FolderStorage(folder), plan, hosts);
        }));
        return command;
    }

    private static int Configure(string state, FolderStorage output, BrokerPlan plan, string[] hosts)
    {
        using var folder = LedgerFolder.Open(state);
        bool isNew, isBridgeNew;
        // Before the books: a key that is granted while this waits is good.
        var asOf = LedgerCommand.Now();
        var (inUse, revoked) = folder.Store.Read(books => (
            books.TerminalsInUse.Select(book => (
                book.Terminal, Keys: book.Keys.Speaking, book.Keys.HasChanged, book.Keys.Granted)).ToList(),
            books.Terminals.Where(book => book.IsRevoked).Select(book => book.Terminal).ToList()));
        var terminals = inUse.ConvertAll(row => row.Terminal);
        using (folder.Alone())
        {
            BrokerFolder.RefuseAnother(folder.Authority, output);
            folder.Authority.Make();
            folder.Authority.CertifyLedger(folder.Signer);
            foreach (var terminal in revoked)
                folder.Authority.Revoke(CertificateSubject.AccountOf(terminal));
            foreach (var (terminal, keys, hasChanged, _) in inUse)
                foreach (var serial in folder.Authority.RevokeOthers(
                    CertificateSubject.AccountOf(terminal), keys, hasChanged, asOf))
                    Console.Out.WriteLine($"{terminal}: certificate {serial} is good again, its key was granted anew");
            Write(output, SiteAuthority.CertificateName, folder.Authority.Certificate);
            Write(output, BrokerPlan.RevokedName, folder.Authority.RevocationList());
            isNew = BrokerFolder.Certify(folder.Authority, output, hosts);
            isBridgeNew = plan.Bridge is not null && BrokerFolder.CertifyBridge(folder.Authority, output);
        }
        Write(output, BrokerPlan.AccessName, AccessRules.Write(folder.Site, plan.Place, terminals));
        Write(output, BrokerPlan.ConfigurationName, plan.Write(folder.Site));
        var written = Path.Combine(output.Name, BrokerPlan.ConfigurationName);
        Console.Out.WriteLine($"{written}: rights of {terminals.Count} terminals");
        foreach (var (terminal, _, _, granted) in inUse)
            if (granted is not null)
                Console.Out.WriteLine(
                    $"{terminal}: its present key's certificate is good until its first record under the next key is " +
                    "here. Run this again then");
        if (isNew)
            Console.Out.WriteLine($"new broker certificate for {string.Join(", ", hosts)}");
        if (isBridgeNew)
            Console.Out.WriteLine("new certificate of the bridge");
        return ExitCode.Good;
    }

    private static void Write(FolderStorage output, string name, string text) =>
        output.Replace(name, Encoding.UTF8.GetBytes(text));
}
