using System.CommandLine;

namespace EdgeTerminal.Host;

/// <summary><c>edge-terminal config check</c>: says everything that is wrong with a configuration.</summary>
internal static class ConfigCommand
{
    public static Command Build()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The configuration file." };
        var check = new Command("check", "Says everything that is wrong with a configuration file.") { file }
            .WithExamples("edge-terminal config check /etc/edge-terminal/config.json");
        check.SetAction(parsed => HostCommand.Run(() =>
        {
            if (HostCommand.Read(parsed.GetValue(file)!) is null)
                return ExitCode.BadConfiguration;
            Console.Out.WriteLine($"{parsed.GetValue(file)}: good");
            return ExitCode.Good;
        }));
        return new Command("config", "About configuration files.") { check };
    }
}
