using System.CommandLine;
using System.Text;
using CloudBridge.Contract;
using CloudBridge.Storage;

namespace CloudBridge.Ledger;

/// <summary><c>ledger root create</c>: makes the site's root, of which the ledger keeps the public half only.</summary>
internal static class RootCreateCommand
{
    public static Command Build()
    {
        var state = LedgerCommand.State();
        var output = new Option<FileInfo>("--out")
        {
            Description = "Where to write the private key (mode 0600): a stick that goes into a safe.",
            HelpName = "FILE",
            Required = true,
        };
        var command = new Command(
            "create",
            "Makes the root and writes its private key. From then on every enrolment carries the public half, and " +
            "terminals believe a new ledger key that it has signed: ledger rotate-key --root FILE.")
        {
            state, output,
        }.WithExamples("ledger root create --state /var/lib/ledger --out /media/safe/root.pem");
        command.SetAction(parsed => LedgerCommand.Run(() =>
        {
            using var folder = LedgerFolder.Open(parsed.GetValue(state)!);
            // Before it is alone: the books wait for that themselves.
            var terminals = folder.Store.Read(books => books.Terminals.Select(row => row.Key.KeyId).ToHashSet());
            using var alone = folder.Alone();
            // By this the root can say which key is lost.
            folder.Keys.KeepPublic(folder.PublicKey);
            return Create(folder, terminals, RealPath.Of(parsed.GetValue(state)!), parsed.GetValue(output)!);
        }));
        return command;
    }

    /// <summary>The private key is durable before anybody believes it; after a power cut it goes on.</summary>
    private static int Create(LedgerFolder folder, HashSet<KeyId> terminals, string state, FileInfo output)
    {
        var trust = folder.Trust;
        if (trust.Root is { } known)
        {
            using var its = PublicKey.Read(known).OrThrow();
            return LedgerCommand.Fail(
                $"The site has a root already: {its.KeyId}. Terminals that know it take no other. If its private key " +
                $"is lost, remove {SiteTrust.RootName} in the ledger's folder, run this again, and enrol every " +
                "terminal again.");
        }
        if (RealPath.Of(output.FullName).StartsWith(state.TrimEnd('/') + '/', StringComparison.Ordinal))
            return LedgerCommand.Fail(
                $"--out '{output}': expected a place outside of the ledger's folder. Who takes that folder must not " +
                "have the root.",
                ExitCode.Usage);
        using var root = output.Exists ? Read(output) : Make(output);
        if (root is null)
            return LedgerCommand.Fail($"--out '{output}': there is a file, and it holds no root. Name another.");
        if (WhyNot(folder, terminals, output, root) is { } why)
            return LedgerCommand.Fail($"--out '{output}': {why}");
        trust.KeepRoot(root.PublicKey.ToJsonWebKey());
        Console.Out.WriteLine($"{output.FullName}: the root {root.KeyId}. Keep it away from this machine.");
        Console.Out.WriteLine("Terminals that are enrolled already learn it with their next enrolment file.");
        return ExitCode.Good;
    }

    /// <summary>A file that lies there may be what a power cut has left of the first try, and nothing else.</summary>
    private static string? WhyNot(
        LedgerFolder folder, HashSet<KeyId> terminals, FileInfo file, Es256Signer root) =>
        (File.GetUnixFileMode(file.FullName) & ~OwnerOnlyFile.Mode) != 0
            ? "others than its owner can read it; expected mode 0600. Name a file that is not there yet."
        : root.KeyId == folder.Signer.KeyId || folder.Authority.Has(root.PublicKey) || terminals.Contains(root.KeyId)
            ? "there is a key that this site uses already; a root is for nothing else. Name another file."
        : null;

    private static Es256Signer? Read(FileInfo file) =>
        Es256Signer.ReadPem(File.ReadAllText(file.FullName)).Succeeded(out var signer, out _) ? signer : null;

    private static Es256Signer Make(FileInfo file)
    {
        var made = Es256Signer.Create();
        new FolderStorage(file.DirectoryName!).Replace(file.Name, Encoding.ASCII.GetBytes(made.RevealPem() + "\n"));
        return made;
    }
}
