namespace Tests.Bench;

/// <summary>
/// Looks at a process's memory again and again, because the kernel keeps no peak of RssAnon.
/// </summary>
internal sealed class MemoryWatch : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(5);

    private readonly CancellationTokenSource stopping = new();
    private readonly Task watching;
    private double mostAnonymous;

    public MemoryWatch(int process) => watching = WatchAsync(process);

    /// <summary>The most that RssAnon was seen at, in megabytes.</summary>
    public double MostAnonymous => Volatile.Read(ref mostAnonymous);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await watching;
        stopping.Dispose();
    }

    private async Task WatchAsync(int process)
    {
        try
        {
            while (true)
            {
                Volatile.Write(ref mostAnonymous, Math.Max(mostAnonymous, ProcessMemory.Of(process).Anonymous));
                await Task.Delay(Every, TimeProvider.System, stopping.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Seen enough.
        }
    }
}
