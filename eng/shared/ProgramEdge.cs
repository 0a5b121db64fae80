using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace EdgeTerminal.CommandLine;

/// <summary>
/// The outer edge of each of our programs: help with examples, and exit codes that say what kind of thing went wrong.
/// This file is compiled into each program, because no project may be known to all of them.
/// </summary>
internal static class ProgramEdge
{
    private static readonly Dictionary<Command, string[]> Examples = [];

    /// <summary>Adds lines that help prints under "Examples".</summary>
    public static T WithExamples<T>(this T command, params string[] lines) where T : Command
    {
        Examples[command] = lines;
        return command;
    }

    /// <summary>Runs the program.</summary>
    /// <returns>Its exit code: see <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(RootCommand root, string[] arguments)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        // A program that is told to stop finishes what it has in hand; its own service manager sets the limit.
        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
        };
        try
        {
            return await root.Parse(arguments).InvokeAsync(configuration);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            await Console.Error.WriteLineAsync($"{root.Name}: this should not have happened: {error}");
            return ExitCode.Fault;
        }
    }

    private sealed class HelpWithExamples(HelpAction inner) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var result = inner.Invoke(parseResult);
            if (!Examples.TryGetValue(parseResult.CommandResult.Command, out var lines))
                return result;
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var line in lines)
                output.WriteLine($"  {line}");
            output.WriteLine();
            return result;
        }
    }
}
