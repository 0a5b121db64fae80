using HardwareDrivers.Abstractions;

namespace EdgeTerminal.Host;

/// <summary>A device that blocks has a thread of its own, and is told to stop.</summary>
internal sealed class DeviceThread : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stopping = new();
    private readonly Thread thread;

    public DeviceThread(string name, Action<CancellationToken> run)
    {
        thread = new Thread(() => run(stopping.Token)) { IsBackground = true, Name = name };
        thread.Start();
    }

    /// <summary>Follows a device until it is stopped; one that is lost is tried again each second.</summary>
    /// <param name="name">The thread's.</param>
    /// <param name="follow">Follows it; ends when it is stopped, or throws why it is lost.</param>
    /// <param name="lost">Told why, each time.</param>
    /// <param name="time">For the second.</param>
    public static DeviceThread Follow(
        string name, Action<CancellationToken> follow, Action<string> lost, TimeProvider time) => new(name, stop =>
        {
            while (!stop.IsCancellationRequested)
                try
                {
                    follow(stop);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
                // A number that no chip has is the configuration's fault.
                catch (Exception error) when (error is LinkLostException or ArgumentException)
                {
                    lost(error.Message);
                    Pause.Until(stop.WaitHandle, Again, time);
                }
        });

    /// <summary>Runs something that blocks on a thread of its own, and waits for it without blocking.</summary>
    /// <returns>What it returned; it fails with what it threw.</returns>
    public static Task<T> RunAsync<T>(string name, Func<T> run)
    {
        var ended = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                ended.SetResult(run());
            }
            catch (Exception error)
            {
                ended.SetException(error);
            }
        })
        {
            Name = name,
        };
        thread.Start();
        return ended.Task;
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public static Task RunAsync(string name, Action run) => RunAsync(name, () =>
    {
        run();
        return true;
    });

    public void Dispose()
    {
        stopping.Cancel();
        // A driver that hangs still needs it.
        if (thread.Join(Patience))
            stopping.Dispose();
    }
}
