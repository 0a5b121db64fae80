using System.CommandLine;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary><c>ledger card-keys</c>: the keys of cards that terminals are given when they are enrolled.</summary>
internal static class CardKeysCommand
{
    public static Command Build()
    {
        var state = LedgerCommand.State();
        var set = new Option<FileInfo?>("--set")
        {
            Description =
                "Keys for terminals to come, in place of those before: JSON as docs/cards.md, Keys, says. Without " +
                "issuer keys. A version that is left out is retired.",
            HelpName = "FILE",
        };
        var command = new Command(
            "card-keys", "Prints which card keys terminals are given when they are enrolled, or sets them.")
        {
            state, set,
        }.WithExamples(
            "ledger card-keys --state /var/lib/ledger",
            "ledger card-keys --state /var/lib/ledger --set card-keys.json");
        command.SetAction(parsed => LedgerCommand.Run(() =>
        {
            using var folder = LedgerFolder.Open(parsed.GetValue(state)!);
            if (parsed.GetValue(set) is { } file)
            {
                if (!SiteCardKeys.Read(File.ReadAllBytes(file.FullName)).Succeeded(out var keys, out var error))
                    return LedgerCommand.Fail($"--set '{file}': {error.Detail}.", ExitCode.BadConfiguration);
                using (folder.Alone())
                    folder.Trust.KeepCardKeys(keys);
            }
            foreach (var key in folder.Trust.CardKeys ?? [])
                Console.Out.WriteLine(key);
            return ExitCode.Good;
        }));
        return command;
    }
}
