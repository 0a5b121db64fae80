using System.Globalization;

namespace Tests.Support;

/// <summary>Makes one kind of system call of a running program fail where it is about one file: strace(1).</summary>
public sealed class FaultyCalls : IAsyncDisposable
{
    private static readonly Dictionary<string, string> NoEnvironment = [];

    private readonly ChildProcess strace;

    private FaultyCalls(ChildProcess strace) => this.strace = strace;

    /// <summary>Why it cannot be done here; null when it can.</summary>
    public static string? WhyNot =>
        !ChildProcess.Exists("strace") ? "strace is not installed"
        : Environment.UserName != "root" ? "only root may trace any process"
        : null;

    /// <summary>The calls that were seen, a line each.</summary>
    public IReadOnlyList<string> Calls =>
        [.. strace.Errors.Seen.Where(line => line.Contains("(INJECTED)", StringComparison.Ordinal))];

    /// <param name="process">Whose calls.</param>
    /// <param name="file">About which file.</param>
    /// <param name="call">Such as <c>fsync</c>.</param>
    /// <param name="error">Such as <c>EIO</c>.</param>
    /// <param name="cancellation">The test's own.</param>
    public static async Task<FaultyCalls> AttachAsync(
        int process, string file, string call, string error, CancellationToken cancellation)
    {
        var strace = await ChildProcess.StartAsync(
            "strace",
            NoEnvironment,
            "-f", "-P", file, "-e", $"trace={call}", "-e", $"inject={call}:error={error}",
            "-p", process.ToString(CultureInfo.InvariantCulture));
        await strace.Errors.First<string>(
            0, line => line.Contains("attached", StringComparison.Ordinal), cancellation);
        return new FaultyCalls(strace);
    }

    public ValueTask DisposeAsync() => strace.DisposeAsync();
}
