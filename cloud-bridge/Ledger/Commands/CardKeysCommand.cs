using System.CommandLine;
using System.Security.Cryptography;
using CloudBridge.Contract;
using CloudBridge.Storage;

namespace CloudBridge.Ledger;

/// <summary><c>ledger card-keys</c>: the keys of cards that terminals are given.</summary>
internal static class CardKeysCommand
{
    public static Command Build()
    {
        var state = LedgerCommand.State();
        var set = new Option<FileInfo?>("--set")
        {
            Description =
                "Keys for all terminals, in place of those before: JSON as docs/cards.md, Keys, says. Without " +
                "issuer keys. A version that is left out is retired; a population that is left out is refused, but " +
                "for --without.",
            HelpName = "FILE",
        };
        var note = new Option<string?>("--note")
        {
            Description = "Why they are set: it is signed and stays in the books.", HelpName = "TEXT",
        };
        var without = new Option<string[]>("--without")
        {
            Description =
                "This population is in force and not in the file: terminals go by their own files for it from then " +
                "on, retired keys that lie there among them.",
            HelpName = "POPULATION",
        };
        var evenIfUnknown = new Option<bool>("--even-if-unknown")
        {
            Description =
                "The file of the keys in force is gone, and you have seen yourself that the new one has keys of all " +
                "populations that it had: terminals go by their own files for any other.",
        };
        var command = new Command(
            "card-keys",
            "Prints which card keys terminals are given, or sets them. The running ledger sends them down, sealed " +
            "for each terminal; those to come get them when they are enrolled. Works beside a running ledger.")
        {
            state, set, note, without, evenIfUnknown,
        }.WithExamples(
            "ledger card-keys --state /var/lib/ledger",
            "ledger card-keys --state /var/lib/ledger --set card-keys.json --note \"version 2 for wristbands-2026\"");
        command.Validators.Add(given =>
        {
            if (given.GetResult(set) is not null != given.GetResult(note) is not null)
                given.AddError("--set, --note: expected both, or neither");
            if (given.GetResult(without) is not null && given.GetResult(set) is null)
                given.AddError("--without: expected --set beside it");
            if (given.GetValue(evenIfUnknown) && given.GetResult(set) is null)
                given.AddError("--even-if-unknown: expected --set beside it");
        });
        command.SetAction(parsed => LedgerCommand.Run(() =>
        {
            using var folder = LedgerFolder.Open(parsed.GetValue(state)!);
            if (parsed.GetValue(set) is { } file)
            {
                // What has the name of its own files there, the ledger takes for them, and removes it.
                if (Path.GetDirectoryName(RealPath.Of(file.FullName)) == RealPath.Of(parsed.GetValue(state)!))
                    return LedgerCommand.Fail(
                        $"--set '{file}': expected a file outside of the ledger's folder, which is the ledger's " +
                        "alone. Move it, and erase it when the keys are set.",
                        ExitCode.Usage);
                var json = File.ReadAllBytes(file.FullName);
                var reading = SiteCardKeys.Read(json);
                CryptographicOperations.ZeroMemory(json);
                if (!reading.Succeeded(out var keys, out var error))
                    return LedgerCommand.Fail($"--set '{file}': {error.Detail}.", ExitCode.BadConfiguration);
                var outcome = folder.CardKeys.Set(
                    keys,
                    parsed.GetValue(note)!,
                    parsed.GetValue(without) ?? [],
                    parsed.GetValue(evenIfUnknown));
                if (outcome.Why is { } why)
                    return LedgerCommand.Fail($"{why.What}.", ExitCode.BadConfiguration);
                var said = ((Outcome<ConfigAnswer>.Done)outcome).Answer;
                Console.Out.WriteLine($"{said.Scope}: configuration {said.Number}");
            }
            foreach (var key in folder.CardKeys.Names())
                Console.Out.WriteLine(key);
            return ExitCode.Good;
        }));
        return command;
    }
}
