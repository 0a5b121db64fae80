using System.Collections.Concurrent;
using System.Diagnostics;

namespace Tests.Support;

/// <summary>
/// Starts programs that end with this process, also when it is killed: a broker left behind would keep its port and its
/// folder for ever.
/// </summary>
public static class LinkedProcess
{
    private const string SetPriv = "/usr/bin/setpriv";

    /// <summary>
    /// Nohup, and a shell that starts the tests in the background, have signals ignored, by whatever is started from
    /// there too; an operator's daemon hears them.
    /// </summary>
    private static readonly string[] WithSignals = ["/usr/bin/env", "--default-signal=HUP,INT,QUIT"];

    private static readonly BlockingCollection<Request> Requests = [];

    static LinkedProcess() => new Thread(Serve) { IsBackground = true, Name = "linked processes" }.Start();

    /// <summary>Starts a program; what it writes can be read from the process.</summary>
    /// <param name="program">Its path, or a name that the PATH finds.</param>
    /// <param name="arguments">As they are, without a shell.</param>
    /// <param name="environment">Added to this process's own.</param>
    public static Task<Process> StartAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var command = File.Exists(SetPriv)
            ? new ProcessStartInfo(SetPriv, ["--pdeathsig", "KILL", .. WithSignals, program, .. arguments])
            : new ProcessStartInfo(program, arguments);
        command.RedirectStandardInput = command.RedirectStandardOutput = command.RedirectStandardError = true;
        // A .NET program that is killed leaves what it listens at for debuggers in the temporary folder; whoever wants
        // to look into one sets this variable to 1.
        command.Environment.TryAdd("DOTNET_EnableDiagnostics", "0");
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            command.Environment[name] = value;
        var request = new Request(command);
        Requests.Add(request);
        return request.Started.Task;
    }

    /// <summary>The path of a program; Debian's daemons are found too. Null when there is none.</summary>
    public static string? TryFind(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin")
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);

    /// <summary>The path of a program.</summary>
    /// <param name="name">Its file name.</param>
    /// <param name="installation">What to do when it is not there.</param>
    /// <exception cref="InvalidOperationException">It is not there.</exception>
    public static string Find(string name, string installation) =>
        TryFind(name) ?? throw new InvalidOperationException($"{name} is not installed. {installation}");

    /// <summary>
    /// The kernel ends a child with the thread that started it (prctl(2), PR_SET_PDEATHSIG), so one that lives as long
    /// as this process starts them all. Setpriv makes that setting and becomes the program: the process id is the
    /// program's own.
    /// </summary>
    private static void Serve()
    {
        foreach (var request in Requests.GetConsumingEnumerable())
        {
            try
            {
                request.Started.SetResult(Process.Start(request.Command)!);
            }
            catch (Exception error)
            {
                request.Started.SetException(error);
            }
        }
    }

    private sealed record Request(ProcessStartInfo Command)
    {
        public TaskCompletionSource<Process> Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
