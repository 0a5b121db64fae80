using System.CommandLine;
using System.Text;
using CloudBridge.Contract;
using EdgeTerminal.Store;

namespace EdgeTerminal.Host;

/// <summary><c>edge-terminal init</c>: makes a terminal's key, and prints the public half.</summary>
internal static class InitCommand
{
    public static Command Build()
    {
        var state = new Option<string>("--state")
        {
            Description = "Folder for key, journal and card list.", HelpName = "DIR", Required = true,
        };
        var site = new Option<string>("--site") { Description = "The site.", HelpName = "NAME", Required = true };
        var terminal = new Option<string>("--terminal")
        {
            Description = "The terminal.", HelpName = "NAME", Required = true,
        };
        var command = new Command("init", "Makes the terminal's key (mode 0600) and prints the public half (JWK).")
        {
            state, site, terminal,
        }.WithExamples(
            "edge-terminal init --state /var/lib/edge-terminal --site le-verger --terminal bar-1 > bar-1.jwk");
        command.SetAction(parsed => HostCommand.Run(() =>
        {
            if (!SiteId.TryParse(parsed.GetValue(site), out var ofSite))
                return HostCommand.Fail($"--site '{parsed.GetValue(site)}': expected {Name.Expected}.", ExitCode.Usage);
            if (!TerminalId.TryParse(parsed.GetValue(terminal), out var name))
                return HostCommand.Fail(
                    $"--terminal '{parsed.GetValue(terminal)}': expected {Name.Expected}.", ExitCode.Usage);
            var key = TerminalFolder.Create(parsed.GetValue(state)!, ofSite, name);
            Console.Out.Write(Encoding.UTF8.GetString(key.Write()));
            return ExitCode.Good;
        }));
        return command;
    }
}
