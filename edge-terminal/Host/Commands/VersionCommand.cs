using System.CommandLine;
using System.Runtime.InteropServices;

namespace EdgeTerminal.Host;

/// <summary><c>edge-terminal version</c>.</summary>
internal static class VersionCommand
{
    public static Command Build()
    {
        var command = new Command("version", "Prints the version of this build and of what it runs on.")
            .WithExamples("edge-terminal version");
        command.SetAction(_ =>
        {
            Console.Out.WriteLine($"edge-terminal {Daemon.Software}");
            Console.Out.WriteLine($"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}");
        });
        return command;
    }
}
