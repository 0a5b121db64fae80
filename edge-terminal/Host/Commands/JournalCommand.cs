using System.CommandLine;
using System.Globalization;
using System.Text;
using CloudBridge.Contract;
using EdgeTerminal.Store;

namespace EdgeTerminal.Host;

/// <summary><c>edge-terminal journal verify|show|export</c>: works on a copy, with nothing but a public key.</summary>
internal static class JournalCommand
{
    public static Command Build() => new Command(
        "journal", "About journals: a folder, a state folder, or an exported file.")
    {
        Verify(), Show(), Export(),
    }.WithExamples("edge-terminal journal show /var/lib/edge-terminal | tail");

    private static Argument<string> Source() =>
        new("PATH") { Description = "Journal folder, state folder, or export." };

    private static Command Verify()
    {
        var path = Source();
        var key = new Option<FileInfo[]>("--key")
        {
            Description =
                "The terminal's public key. Where it was changed give those before as well, in any order: " +
                "former-key-EPOCH.jwk of the state folder.",
            HelpName = "FILE.jwk",
            Required = true,
        };
        var command = new Command("verify", "Checks every signature, and that no line is missing or changed.")
        {
            path, key,
        }.WithExamples("edge-terminal journal verify /var/lib/edge-terminal --key bar-1.jwk",
            "edge-terminal journal verify bar-1.jws --key bar-1.jwk --key former-key-0000000001.jwk");
        command.SetAction(parsed => HostCommand.Run(() => Verify(parsed.GetValue(path)!, parsed.GetValue(key)!)));
        return command;
    }

    private static int Verify(string path, FileInfo[] keyFiles)
    {
        var (keys, owners) = (new List<PublicKey>(), new HashSet<(SiteId?, TerminalId?)>());
        foreach (var file in keyFiles)
        {
            if (!JsonWebKey.Read(File.ReadAllBytes(file.FullName)).Succeeded(out var jwk, out var error) ||
                !PublicKey.Read(jwk).Succeeded(out var key, out error))
                return HostCommand.Fail($"'{file}': {error.Detail}.", ExitCode.BadConfiguration);
            keys.Add(key);
            owners.Add((jwk.Site, jwk.Terminal));
        }
        if (owners.Count > 1)
            return HostCommand.Fail("--key: expected keys of one terminal.", ExitCode.BadConfiguration);
        var (site, terminal) = owners.Single();
        var records = 0;
        JournalRecord? first = null, last = null;
        var end = JournalSource.Open(path).Read(
            new JournalChain(site, terminal, new KeyRing(keys.DistinctBy(key => key.KeyId))),
            (record, _) => (first, last, records) = (first ?? record, record, records + 1));
        if (end is JournalEnd.Broken broken)
            return HostCommand.Fail($"{broken.Problem}", ExitCode.VerificationFailed);
        if (last is null)
            return HostCommand.Fail($"'{path}' has no whole line.", ExitCode.VerificationFailed);
        var torn = ((JournalEnd.Whole)end).Torn.Length;
        Console.Out.WriteLine(
            $"verified: {records} records of {last.Terminal} at {last.Site}, {first!.Position} to {last.Position}" +
            (torn == 0 ? "" : $", and {torn} bytes of a torn line"));
        return ExitCode.Good;
    }

    private static Command Show()
    {
        var path = Source();
        var command = new Command("show", "Prints what the records say, a line each. Signatures are not checked.")
        {
            path,
        }.WithExamples("edge-terminal journal show /var/lib/edge-terminal | tail");
        command.SetAction(parsed => HostCommand.Run(() =>
        {
            foreach (var line in JournalSource.Open(parsed.GetValue(path)!).Lines())
                Console.Out.WriteLine(Describe(line[..^1]));
            return ExitCode.Good;
        }));
        return command;
    }

    private static string Describe(ReadOnlyMemory<byte> line)
    {
        if (!Jws.OpenUnverified(JwsType.Record, line).Succeeded(out var signed, out var error) ||
            !RecordLine.ReadHead(signed, site: null).Succeeded(out var head, out error))
            return $"not a record: {error}";
        var time = head.Stamp.WallTime.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        return $"{head.Position,-10} {time}{(head.Stamp.Trusted ? ' ' : '?')} {head.Kind,-12} {head.FactJson}";
    }

    private static Command Export()
    {
        var path = Source();
        var output = new Option<FileInfo>("--out")
        {
            Description = "The file to write.", HelpName = "FILE", Required = true,
        };
        var command = new Command("export", "Writes all lines, as they are, into one file: for auditors.")
        {
            path, output,
        }.WithExamples("edge-terminal journal export /var/lib/edge-terminal --out bar-1.jws");
        command.SetAction(parsed => HostCommand.Run(() =>
        {
            var lines = Write(JournalSource.Open(parsed.GetValue(path)!), parsed.GetValue(output)!.FullName);
            Console.Out.WriteLine($"{lines} lines exported");
            return ExitCode.Good;
        }));
        return command;
    }

    /// <summary>Reads all before it writes: the file may be the one that is read.</summary>
    private static int Write(JournalSource source, string path)
    {
        var lines = source.Lines().ToList();
        using var file = File.Create(path);
        foreach (var line in lines)
            file.Write(line.Span);
        return lines.Count;
    }
}
