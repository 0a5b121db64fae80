using System.Diagnostics;
using System.Threading.Channels;
using Tests.Support;

namespace Tests.Bench;

/// <summary>A tool of libnfc at the emulated serial line; a line that it writes is in hand when it is read.</summary>
internal sealed class LibnfcClient : IReaderClient
{
    private readonly Channel<(string Line, long At)> lines = Channel.CreateUnbounded<(string, long)>();
    private readonly CancellationTokenSource stopping = new();
    private readonly Task running;

    private LibnfcClient(string program, string device, bool again) => running = RunAsync(program, device, again);

    /// <summary><c>nfc-poll</c>, which leaves the waiting to the chip (InAutoPoll).</summary>
    public static LibnfcClient Poll(string device) => new("nfc-poll", device, again: false);

    /// <summary><c>nfc-list</c>, again and again.</summary>
    public static LibnfcClient List(string device) => new("nfc-list", device, again: true);

    /// <summary>Why it cannot be measured here; null when it can.</summary>
    public static string? Missing() =>
        new[] { "nfc-poll", "nfc-list", "stdbuf" }.FirstOrDefault(program => LinkedProcess.TryFind(program) is null)
            is { } missing
            ? $"not measured here: {missing} is not installed (Debian: libnfc-bin, libnfc-examples)"
            : null;

    public async Task ReadyAsync(CancellationToken cancellation) => await NextAsync(
        line => line.Contains("will poll", StringComparison.Ordinal)
            || line.StartsWith("NFC device:", StringComparison.Ordinal),
        cancellation);

    public Task<long> UidAsync(string uid, CancellationToken cancellation) => NextAsync(
        line => line.Contains("NFCID1", StringComparison.Ordinal)
            && line.Replace(" ", "", StringComparison.Ordinal).EndsWith(uid, StringComparison.OrdinalIgnoreCase),
        cancellation);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        stopping.Dispose();
    }

    private async Task RunAsync(string program, string device, bool again)
    {
        var environment = new Dictionary<string, string> { ["LIBNFC_DEFAULT_DEVICE"] = $"pn532_uart:{device}" };
        do
        {
            // Without a terminal to write to it would keep its words until its end.
            using var process = await LinkedProcess.StartAsync("stdbuf", ["-oL", program], environment);
            process.OutputDataReceived += (_, line) => Note(line);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            try
            {
                await process.WaitForExitAsync(stopping.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }
        while (again && !stopping.IsCancellationRequested);
    }

    private void Note(DataReceivedEventArgs line)
    {
        if (line.Data is { } text)
            lines.Writer.TryWrite((text, Elapsed.Now));
    }

    private async Task<long> NextAsync(Predicate<string> isWanted, CancellationToken cancellation)
    {
        while (true)
            if (await lines.Reader.ReadAsync(cancellation) is var (line, at) && isWanted(line))
                return at;
    }
}
