using System.CommandLine;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What the commands of this program have in common: a state folder, and errors that say what to do.</summary>
internal static class LedgerCommand
{
    public static Option<string> State() => new("--state")
    {
        Description = "Folder of the ledger's state.",
        HelpName = "DIR",
        Required = true,
    };

    public static Option<string> Terminal() => new("--terminal")
    {
        Description = "The terminal.",
        HelpName = "NAME",
        Required = true,
    };

    public static Option<long> Epoch() => new("--epoch")
    {
        Description = "The epoch of its journal.",
        HelpName = "NUMBER",
        Required = true,
    };

    public static Option<string> Note() => new("--note")
    {
        Description = "Why: it is signed and stays in the books.",
        HelpName = "TEXT",
        Required = true,
    };

    public static Option<string?> Hash(string description) => new("--hash")
    {
        Description = description,
        HelpName = "HASH",
    };

    /// <summary>The ledger's time, since 1970-01-01T00:00:00Z.</summary>
    public static long Now() => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Reads a hash, if one is given.</summary>
    public static bool TryReadHash(string? text, out Digest? hash, out string why)
    {
        (hash, why) = (null, "");
        if (text is null)
            return true;
        if (!Digest.TryParse(text, out var read))
        {
            why = $"--hash '{text}': expected 43 digits of base64url, as the ledger prints hashes.";
            return false;
        }
        hash = read;
        return true;
    }

    /// <summary>Runs a command; what goes wrong is one sentence on standard error.</summary>
    public static int Run(Func<int> command)
    {
        try
        {
            return command();
        }
        catch (Exception error) when (IsFault(error))
        {
            return Fail(error.Message);
        }
    }

    /// <summary>The same, for one that takes its time.</summary>
    public static async Task<int> RunAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (Exception error) when (IsFault(error))
        {
            return Fail(error.Message);
        }
    }

    /// <summary>Says what went wrong.</summary>
    public static int Fail(string message, int exitCode = ExitCode.Fault)
    {
        Console.Error.WriteLine($"ledger: {message}");
        return exitCode;
    }

    private static bool IsFault(Exception error) =>
        error is LedgerStoreException or IOException or UnauthorizedAccessException;
}
