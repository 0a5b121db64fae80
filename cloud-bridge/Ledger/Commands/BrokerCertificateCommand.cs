using System.CommandLine;
using System.Text;
using CloudBridge.Contract;
using CloudBridge.Storage;

namespace CloudBridge.Ledger;

/// <summary><c>ledger broker certificate</c>: certifies an enrolled terminal.</summary>
internal static class BrokerCertificateCommand
{
    public static Command Build()
    {
        var state = LedgerCommand.State();
        var request = new Argument<FileInfo>("REQUEST")
        {
            Description = "What `edge-terminal certificate request` printed.",
        };
        var output = new Option<DirectoryInfo>("--out")
        {
            Description = "Where to write NAME.pem and ca.pem. Neither is a secret.",
            HelpName = "DIR",
            Required = true,
        };
        var command = new Command(
            "certificate",
            "Certifies the key that a terminal is enrolled with, for the broker. A new one replaces no earlier one.")
        {
            state, request, output,
        }.WithExamples("ledger broker certificate --state /var/lib/ledger bar-1.csr --out for-bar-1");
        command.SetAction(parsed => LedgerCommand.Run(() =>
            Certify(parsed.GetValue(state)!, parsed.GetValue(request)!, parsed.GetValue(output)!)));
        return command;
    }

    private static int Certify(string state, FileInfo file, DirectoryInfo output)
    {
        using var folder = LedgerFolder.Open(state);
        if (!folder.Authority.IsThere)
            return LedgerCommand.Fail($"No authority in '{state}'. Make it: ledger broker configure");
        var read = TerminalCertificateRequest.Read(File.ReadAllText(file.FullName));
        if (!read.Succeeded(out var request, out var error))
            return LedgerCommand.Fail($"'{file}': {error.Detail}.", ExitCode.BadConfiguration);
        if (request.Site != folder.Site)
            return LedgerCommand.Fail(
                $"'{file}' is of a terminal at site {request.Site}; expected site {folder.Site}.",
                ExitCode.BadConfiguration);
        var keys = folder.Store.Read(books =>
            books.TryFind(request.Terminal, out var book) ? book.Keys.Speaking.Keys.ToList() : []);
        if (folder.Store.Read(books => EntryFlaws.OfRevoked(request.Terminal, books)) is { } revoked)
            return LedgerCommand.Fail($"Not certified: {revoked}.");
        if (!keys.Contains(request.Key))
            return LedgerCommand.Fail(
                keys.Count == 0
                    ? $"Terminal {request.Terminal} is not enrolled. Do that first: ledger enroll"
                    : $"'{file}' is not of the key that terminal {request.Terminal} is enrolled with ({keys[0]}).");
        var made = new FolderStorage(output.FullName);
        BrokerFolder.RefuseAnother(folder.Authority, made);
        string certificate;
        using (folder.Alone())
        {
            folder.Authority.Make();
            certificate = folder.Authority.Certify(request);
        }
        made.Replace($"{request.Terminal}.pem", Encoding.ASCII.GetBytes(certificate));
        made.Replace(SiteAuthority.CertificateName, Encoding.ASCII.GetBytes(folder.Authority.Certificate));
        return ExitCode.Good;
    }
}
