using System.CommandLine;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary><c>ledger rotate-key</c>: gives the ledger another key, which terminals learn by themselves.</summary>
internal static class RotateKeyCommand
{
    public static Command Build()
    {
        var state = LedgerCommand.State();
        var root = new Option<FileInfo?>("--root")
        {
            Description =
                "The root's private key (ledger root create): when the ledger's own is lost or stolen. Left out: the " +
                "ledger's key names the next one.",
            HelpName = "FILE",
        };
        var note = LedgerCommand.Note();
        var command = new Command(
            "rotate-key",
            "Makes another key for the ledger. A `ledger run` beside it ends: start it again, and terminals learn " +
            "the new key from it.")
        {
            state, root, note,
        }.WithExamples(
            "ledger rotate-key --state /var/lib/ledger --note \"yearly\"",
            "ledger rotate-key --state /var/lib/ledger --root /media/safe/root.pem --note \"laptop stolen\"");
        command.SetAction(parsed => LedgerCommand.Run(() =>
        {
            using var signer = parsed.GetValue(root) is { } file ? Read(file) : null;
            if (signer is null && parsed.GetValue(root) is { } wrong)
                return LedgerCommand.Fail(
                    $"--root '{wrong}': expected the private key that `ledger root create` wrote.",
                    ExitCode.BadConfiguration);
            using var folder = LedgerFolder.OpenToChangeKey(parsed.GetValue(state)!);
            var change = new LedgerKeyChange(folder, TimeProvider.System);
            if (change.Run(signer, parsed.GetValue(note)!, out var key) is { } why)
                return LedgerCommand.Fail($"Not changed: {why}.");
            var number = folder.Store.Read(books => books.LedgerKeys.Number);
            Console.Out.WriteLine(
                $"The ledger's key is {key} (its change {number}) from now on. Start `ledger run` again.");
            return ExitCode.Good;
        }));
        return command;
    }

    private static Es256Signer? Read(FileInfo file) =>
        Es256Signer.ReadPem(File.ReadAllText(file.FullName)).Succeeded(out var signer, out _) ? signer : null;
}
