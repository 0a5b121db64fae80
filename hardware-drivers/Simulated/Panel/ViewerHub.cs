using System.Net.Sockets;
using HardwareDrivers.Linux;

namespace HardwareDrivers.Simulated;

/// <summary>Lets viewers come and go, and tells each of them every line.</summary>
internal sealed class ViewerHub : IAsyncDisposable
{
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private readonly string path;
    private readonly Func<ReadOnlyMemory<byte>, string?> obey;
    private readonly CancellationTokenSource closing = new();
    private readonly Socket listener;
    private readonly Task accepting;
    private readonly List<Viewer> viewers = [];
    private byte[] kept;
    private bool closed;

    /// <param name="path">Of the socket.</param>
    /// <param name="first">What a viewer is told at once, until something else is kept.</param>
    /// <param name="obey">Takes a viewer's line; returns what is wrong with it, or null.</param>
    /// <exception cref="IOException">See <see cref="FrontPanel.Listen"/>.</exception>
    public ViewerHub(string path, byte[] first, Func<ReadOnlyMemory<byte>, string?> obey)
    {
        this.path = path;
        this.obey = obey;
        kept = first;
        listener = UnixListener.Open(path);
        accepting = AcceptAsync();
    }

    /// <summary>Tells everybody who is there.</summary>
    /// <returns>False when the hub is closed.</returns>
    public bool Tell(byte[] line)
    {
        lock (gate)
        {
            // A copy: telling a viewer may be what sends it away.
            foreach (var viewer in viewers.ToArray())
                viewer.Tell(line);
            return !closed;
        }
    }

    /// <summary>Tells everybody who is there, and who comes later.</summary>
    /// <returns>False when the hub is closed.</returns>
    public bool TellAndKeep(byte[] line)
    {
        lock (gate)
        {
            kept = line;
            return Tell(line);
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (gate)
        {
            if (closed)
                return;
            closed = true;
        }
        await closing.CancelAsync();
        listener.Dispose();
        await accepting;
        File.Delete(path);
        closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        while (await NextAsync() is { } socket)
        {
            serving.RemoveAll(task => task.IsCompleted);
            serving.Add(ServeAsync(new Viewer(socket)));
        }
        await Task.WhenAll(serving);
    }

    /// <returns>Null when the hub closes.</returns>
    private async Task<Socket?> NextAsync()
    {
        while (!closing.IsCancellationRequested)
        {
            try
            {
                return await listener.AcceptAsync(closing.Token);
            }
            catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException)
            {
                return null;
            }
            catch (SocketException) when (!closing.IsCancellationRequested)
            {
                // Too many open files, for example: others may close theirs.
                await PauseAsync();
            }
        }
        return null;
    }

    private async Task PauseAsync()
    {
        try
        {
            await Task.Delay(AcceptPause, TimeProvider.System, closing.Token);
        }
        catch (OperationCanceledException) when (closing.IsCancellationRequested)
        {
            // The loop sees it.
        }
    }

    private async Task ServeAsync(Viewer viewer)
    {
        lock (gate)
        {
            viewer.Tell(kept);
            viewers.Add(viewer);
        }
        try
        {
            await viewer.RunAsync(Answer, closing.Token);
        }
        finally
        {
            lock (gate)
                viewers.Remove(viewer);
            viewer.Dispose();
        }
    }

    private byte[]? Answer(ReadOnlyMemory<byte> line) =>
        obey(line) is { } wrong ? PanelLine.Error(MonotonicClock.Nanoseconds, wrong) : null;
}
