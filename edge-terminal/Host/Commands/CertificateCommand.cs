using System.CommandLine;
using CloudBridge.Contract;
using EdgeTerminal.Store;

namespace EdgeTerminal.Host;

/// <summary>
/// <c>edge-terminal certificate request</c>: asks the site's authority to certify this terminal's key.
/// </summary>
internal static class CertificateCommand
{
    public static Command Build()
    {
        var state = new Option<string>("--state")
        {
            Description = "The folder that `edge-terminal init` made.", HelpName = "DIR", Required = true,
        };
        var request = new Command(
            "request",
            "Prints a request to certify this terminal's key (PKCS #10 in PEM), for `ledger broker certificate`. The " +
            "private key stays where it is.")
        {
            state,
        }.WithExamples("edge-terminal certificate request --state /var/lib/edge-terminal > bar-1.csr");
        request.SetAction(parsed => HostCommand.Run(() =>
        {
            var (signer, named) = TerminalFolder.LookAtKey(parsed.GetValue(state)!);
            using var owned = signer;
            if (named is not { Site: { } site, Terminal: { } terminal })
                return HostCommand.Fail(
                    $"The key in '{parsed.GetValue(state)}' has no name. Make it: edge-terminal init");
            Console.Out.Write(TerminalCertificateRequest.Write(signer, site, terminal));
            return ExitCode.Good;
        }));
        return new Command("certificate", "The terminal's certificate at the broker.") { request }.WithExamples(
            "edge-terminal certificate request --state /var/lib/edge-terminal > bar-1.csr");
    }
}
