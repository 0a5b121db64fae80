using System.Diagnostics;
using System.Globalization;

namespace Tests.Support;

/// <summary>A program started by a test: its lines are read as they come, and it never outlives the test.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process process;

    private ChildProcess(Process process) => this.process = process;

    /// <summary>The kernel's number of it.</summary>
    public int Id => process.Id;

    /// <summary>It has ended.</summary>
    public bool HasEnded => process.HasExited;

    /// <summary>Lines of its standard output.</summary>
    public EventLog<string> Output { get; } = new();

    /// <summary>Lines of its standard error.</summary>
    public EventLog<string> Errors { get; } = new();

    /// <param name="program">Found by the PATH.</param>
    /// <param name="environment">Added to this process's own.</param>
    /// <param name="arguments">As they are: no shell reads them.</param>
    public static async Task<ChildProcess> StartAsync(
        string program, IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments)
    {
        var child = new ChildProcess(await LinkedProcess.StartAsync(program, arguments, environment));
        child.process.OutputDataReceived += (_, line) => Note(child.Output, line.Data);
        child.process.ErrorDataReceived += (_, line) => Note(child.Errors, line.Data);
        child.process.BeginOutputReadLine();
        child.process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Is such a program installed?</summary>
    public static bool Exists(string program) => LinkedProcess.TryFind(program) is not null;

    public Task Write(string line) => process.StandardInput.WriteLineAsync(line);

    /// <summary>The end of its standard input.</summary>
    public void CloseInput() => process.StandardInput.Close();

    /// <summary>Sends a signal: <c>TERM</c>, <c>INT</c>.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <inheritdoc cref="End(TimeSpan, CancellationToken)"/>
    public Task<int> End(CancellationToken cancellation) => End(Eventually.Deadline, cancellation);

    /// <summary>Waits for its end.</summary>
    /// <param name="within">The longest wait; <see cref="Eventually.Deadline"/> where it is left out.</param>
    /// <param name="cancellation">The test's own.</param>
    /// <returns>Its exit code.</returns>
    /// <exception cref="TimeoutException">It has not ended in time.</exception>
    public async Task<int> End(TimeSpan within, CancellationToken cancellation)
    {
        await Eventually.CompletesAsync(
            process.WaitForExitAsync(cancellation),
            $"the end of {process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)}",
            within,
            cancellation);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static void Note(EventLog<string> log, string? line)
    {
        if (line is not null)
            log.Add(line);
    }
}
