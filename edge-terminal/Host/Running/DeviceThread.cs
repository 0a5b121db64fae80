namespace EdgeTerminal.Host;

/// <summary>A device that blocks has a thread of its own, and is told to stop.</summary>
internal sealed class DeviceThread : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource stopping = new();
    private readonly Thread thread;

    public DeviceThread(string name, Action<CancellationToken> run)
    {
        thread = new Thread(() => run(stopping.Token)) { IsBackground = true, Name = name };
        thread.Start();
    }

    public void Dispose()
    {
        stopping.Cancel();
        thread.Join(Patience);
        stopping.Dispose();
    }
}
