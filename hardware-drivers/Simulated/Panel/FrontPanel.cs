using System.Collections.Concurrent;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Linux;

namespace HardwareDrivers.Simulated;

/// <summary>
/// The twins of display, buzzer and keys, shown to whoever looks: a Unix-domain socket on which the terminal listens
/// and any number of viewers come and go. JSON lines both ways; see docs/front-panel.md.
/// </summary>
public sealed class FrontPanel : IPanel, ISounder, IKeypad, IAsyncDisposable
{
    private const int MostKeysWaiting = 64;

    private readonly ViewerHub viewers;
    private readonly ManualResetEventSlim thawed = new(initialState: true);
    private readonly BlockingCollection<string> keys = new(MostKeysWaiting);

    private FrontPanel(string socketPath, int width, int height)
    {
        Width = width;
        Height = height;
        var dark = PanelLine.Frame(MonotonicClock.Nanoseconds, new MonochromeFrame(width, height));
        viewers = new ViewerHub(socketPath, dark, Obey);
    }

    /// <inheritdoc/>
    public int Width { get; }

    /// <inheritdoc/>
    public int Height { get; }

    /// <summary>Begins to listen. The file of a socket that is left over from an earlier run is replaced.</summary>
    /// <param name="socketPath">At most 107 bytes, as all sockets.</param>
    /// <param name="width">Pixels of the panel.</param>
    /// <param name="height">Pixels of the panel.</param>
    /// <exception cref="IOException">Somebody else listens there, or the path cannot be a socket.</exception>
    public static FrontPanel Listen(string socketPath, int width, int height) => new(socketPath, width, height);

    /// <inheritdoc/>
    public DeviceOutcome Show(MonochromeFrame frame, CancellationToken cancellation)
    {
        if (frame.Width != Width || frame.Height != Height)
            throw new ArgumentException($"A frame of {Width} × {Height} pixels is needed.", nameof(frame));
        thawed.Wait(cancellation);
        return viewers.TellAndKeep(PanelLine.Frame(MonotonicClock.Nanoseconds, frame))
            ? DeviceOutcome.Done
            : DeviceOutcome.Failed("The front panel is closed.");
    }

    /// <inheritdoc/>
    public DeviceOutcome Play(Melody melody) =>
        viewers.Tell(PanelLine.Melody(MonotonicClock.Nanoseconds, melody))
            ? DeviceOutcome.Done
            : DeviceOutcome.Failed("The front panel is closed.");

    /// <inheritdoc/>
    public void Run(Action ready, Action<string> pressed, CancellationToken cancellation)
    {
        ready();
        try
        {
            foreach (var key in keys.GetConsumingEnumerable(cancellation))
                pressed(key);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // As ordered.
        }
    }

    /// <summary>
    /// Sends the viewers away and removes the socket's file. To be called when <see cref="Show"/> and <see cref="Run"/>
    /// have returned.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await viewers.DisposeAsync();
        thawed.Dispose();
        keys.Dispose();
    }

    /// <returns>What is wrong with it; null when it was obeyed.</returns>
    private string? Obey(ReadOnlyMemory<byte> line)
    {
        switch (PanelLine.Read(line))
        {
            case PanelOrder.Key key when keys.TryAdd(key.Name):
                return null;
            case PanelOrder.Key:
                return $"{MostKeysWaiting} keys are waiting already: nobody reads them";
            case PanelOrder.Freeze { Frozen: true }:
                thawed.Reset();
                return null;
            case PanelOrder.Freeze:
                thawed.Set();
                return null;
            case PanelOrder.Nonsense nonsense:
                return nonsense.Detail;
            case var other:
                throw new InvalidOperationException($"No such order: {other}.");
        }
    }
}
