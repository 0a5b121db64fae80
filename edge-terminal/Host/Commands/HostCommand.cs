using System.Collections.Immutable;
using System.CommandLine;
using EdgeTerminal.Store;
using HardwareDrivers.Cards;

namespace EdgeTerminal.Host;

/// <summary>What the commands of this program have in common.</summary>
internal static class HostCommand
{
    public static Option<FileInfo> Config() => new("--config")
    {
        Description = "The configuration file.",
        HelpName = "FILE",
        Required = true,
    };

    /// <summary>A configuration that a command can do without.</summary>
    public static Option<FileInfo?> OptionalConfig() => new("--config")
    {
        Description = "The configuration file, for what the other options do not say.", HelpName = "FILE",
    };

    /// <summary>Runs a command; what goes wrong is one sentence on standard error.</summary>
    public static int Run(Func<int> command)
    {
        try
        {
            return command();
        }
        catch (Exception error) when (ExitCodeOf(error) is { } exitCode)
        {
            return Fail(error.Message, exitCode);
        }
    }

    /// <inheritdoc cref="Run"/>
    public static async Task<int> RunAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (Exception error) when (ExitCodeOf(error) is { } exitCode)
        {
            return Fail(error.Message, exitCode);
        }
    }

    /// <summary>Says what went wrong.</summary>
    public static int Fail(string message, int exitCode = ExitCode.Fault)
    {
        // Some of it may have come from elsewhere: it writes nothing over what stands there.
        Console.Error.WriteLine($"edge-terminal: {WithoutControls(message)}");
        return exitCode;
    }

    private static string WithoutControls(string message) =>
        new([.. message.Select(c => char.IsControl(c) && c != '\n' ? ' ' : c)]);

    /// <summary>What is expected to go wrong; null: it should not have happened.</summary>
    private static int? ExitCodeOf(Exception error) => error switch
    {
        StartException start => start.ExitCode,
        CardKeyException => ExitCode.BadConfiguration,
        StateException or IOException or UnauthorizedAccessException => ExitCode.Fault,
        _ => null,
    };

    /// <summary>Reads the configuration that is named, if any is.</summary>
    /// <exception cref="StartException">It has errors, all of which have been said.</exception>
    public static HostConfiguration? ReadIfNamed(FileInfo? file) => file is null
        ? null
        : Read(file) ?? throw NothingDone();

    /// <summary>Reads a configuration; all its errors are said at once.</summary>
    /// <returns>Null when there are any.</returns>
    public static HostConfiguration? Read(FileInfo file)
    {
        Say(file, ConfigurationReader.Read(file.ToString(), out var configuration));
        return configuration;
    }

    /// <summary>Reads the populations of a file; all their errors are said at once.</summary>
    /// <exception cref="StartException">There are errors, or no populations.</exception>
    public static ImmutableArray<CardPopulation> ReadPopulations(FileInfo file)
    {
        Say(file, ConfigurationReader.ReadPopulations(file.ToString(), out var populations));
        return populations.IsEmpty ? throw NothingDone() : populations;
    }

    private static void Say(FileInfo file, IReadOnlyList<ConfigurationError> errors)
    {
        foreach (var error in errors)
            Console.Error.WriteLine($"{file}: {error}");
    }

    private static StartException NothingDone() => new("nothing was done.", ExitCode.BadConfiguration);
}
