using System.CommandLine;

namespace EdgeTerminal.Host;

/// <summary><c>edge-terminal config check|schema</c>: what is wrong in a file, and what may stand there.</summary>
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
        var schema = new Command("schema", "Prints the JSON schema of configuration files, for editors.")
            .WithExamples("edge-terminal config schema > configuration.schema.json");
        schema.SetAction(_ => Console.Out.Write(ConfigurationSchema.Write()));
        return new Command("config", "About configuration files.") { check, schema }.WithExamples(
            "edge-terminal config check /etc/edge-terminal/config.json");
    }
}
