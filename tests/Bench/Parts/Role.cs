using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Tests.Support;

namespace Tests.Bench;

/// <summary>
/// What this program does when a measure starts it as a process of its own: a start is cold, a bare host is bare.
/// </summary>
internal static class Role
{
    /// <summary>The argument that asks for one.</summary>
    public const string Argument = "--role";

    /// <summary>Opens a state folder twice: cold, and with everything compiled.</summary>
    public const string Start = "start";

    /// <summary>The same, and no signature was checked before.</summary>
    public const string StartUnverified = "start-unverified";

    /// <summary>Reads and hashes the same files, and nothing else.</summary>
    public const string ReadOnly = "read-only";

    /// <summary>A .NET process that does nothing until its input ends.</summary>
    public const string Idle = "idle";

    /// <summary>A ledger of many cards makes lists.</summary>
    public const string Lists = "lists";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>
    /// This program's runtime is set as the daemon's; a ledger's collector has its own settings.
    /// </summary>
    private static readonly Dictionary<string, string> AsALedger = new()
    {
        ["DOTNET_GCgen0MaxBudget"] = "0", ["DOTNET_GCConserveMemory"] = "0", ["DOTNET_gcConcurrent"] = "1",
    };

    /// <summary>Plays one, in a process that a measure has started.</summary>
    public static async Task PlayAsync(string role, string folder)
    {
        switch (role)
        {
            case Start or StartUnverified:
                Open(folder, "", role == StartUnverified);
                Open(folder, "again ", role == StartUnverified);
                break;
            case ReadOnly:
                foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
                    SHA256.HashData(File.ReadAllBytes(path));
                Say("since start", SinceProcessStart());
                break;
            case Idle:
                Say("since start", SinceProcessStart());
                Console.In.ReadToEnd();
                break;
            case Lists:
                using (var making = new ListMaking(folder, Say))
                    await making.RunAsync();
                break;
            default:
                throw new ArgumentException($"No role '{role}'.");
        }
    }

    /// <summary>Starts this program in a role.</summary>
    public static Task<ChildProcess> BeginAsync(string role, string folder) => ChildProcess.StartAsync(
        "dotnet", role == Lists ? AsALedger : [], [typeof(Role).Assembly.Location, Argument, role, folder]);

    /// <summary>Runs this program in a role, to its end.</summary>
    /// <returns>Milliseconds by name.</returns>
    public static async Task<IReadOnlyDictionary<string, double>> RunAsync(
        string role, string folder, CancellationToken cancellation)
    {
        await using var child = await BeginAsync(role, folder);
        if (await child.End(Patience, cancellation) is not 0 and var code)
            throw new InvalidOperationException($"'{role}' ended with {code}: {string.Join('\n', child.Errors.Seen)}");
        return child.Output.Seen
            .Select(line => line.Split(": "))
            .ToDictionary(words => words[0], words => double.Parse(words[1], CultureInfo.InvariantCulture));
    }

    private static void Open(string folder, string prefix, bool forget)
    {
        if (forget)
            StateOnDisk.ForgetWhatWasVerified(folder);
        var times = StateOnDisk.Read(folder);
        Say(prefix + "since start", SinceProcessStart());
        Say(prefix + "list", times.List);
        Say(prefix + "journal", times.Journal);
    }

    private static void Say(string what, double milliseconds) =>
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {milliseconds:R}"));

    /// <summary>The kernel counts a process's start in steps of 10 ms.</summary>
    private static double SinceProcessStart()
    {
        using var self = Process.GetCurrentProcess();
        return (TimeProvider.System.GetUtcNow() - self.StartTime.ToUniversalTime()).TotalMilliseconds;
    }
}
