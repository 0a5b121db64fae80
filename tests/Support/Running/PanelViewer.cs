using System.Collections.Immutable;
using System.Net.Sockets;
using System.Text.Json;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Simulated;

namespace Tests.Support;

/// <summary>Somebody in front of the terminal: sees the display, hears the buzzer, presses keys.</summary>
public sealed class PanelViewer : IAsyncDisposable
{
    // More do not sound between two looks at the bench's page.
    private const int MelodiesKept = 4;

    private readonly Socket socket;
    private readonly StreamReader lines;
    private readonly CancellationTokenSource leaving = new();
    private readonly Task watching;
    private readonly Lock gate = new();
    private (ImmutableArray<Sight.Melody> Last, int Count) heard = ([], 0);
    private Sight.Frame? display;
    private bool hasLeft;

    private PanelViewer(Socket socket)
    {
        this.socket = socket;
        lines = new StreamReader(new NetworkStream(socket));
        watching = WatchAsync();
    }

    /// <summary>Everything seen and heard, in order, while <see cref="KeepsAll"/>.</summary>
    public EventLog<Sight> Sights { get; } = new();

    /// <summary>The terminal has closed its panel, or ended.</summary>
    public bool IsGone => watching.IsCompleted;

    /// <summary>What is on the display now.</summary>
    public Sight.Frame? Display => Volatile.Read(ref display);

    /// <summary>The last few melodies, and how many there were.</summary>
    public (ImmutableArray<Sight.Melody> Last, int Count) Heard
    {
        get
        {
            lock (gate)
                return heard;
        }
    }

    /// <summary>Not so where it is left open for days: then only what is last is known.</summary>
    public bool KeepsAll { get; set; } = true;

    /// <summary>Waits for a panel, so long at most.</summary>
    public static async Task<PanelViewer> ConnectAsync(string path, TimeSpan atMost, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(atMost);
        return await ConnectAsync(path, limit.Token);
    }

    public static async Task<PanelViewer> ConnectAsync(string path, CancellationToken cancellation)
    {
        while (true)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
                return new PanelViewer(socket);
            }
            catch (SocketException)
            {
                // The terminal is not up yet; the caller's token sets the limit.
                socket.Dispose();
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellation);
            }
        }
    }

    public Task PressAsync(string key, CancellationToken cancellation) =>
        SendAsync($$"""{"key":"{{key}}"}""", cancellation);

    public Task FreezeAsync(CancellationToken cancellation) => SendAsync("""{"frozen":true}""", cancellation);

    /// <summary>Waits for a display, behind what was seen before, that can be read like this.</summary>
    public Task<Sight.Frame> ReadsAsync(int skip, string text, CancellationToken cancellation) =>
        Sights.First<Sight.Frame>(
            skip, frame => frame.Reading.Text.Contains(text, StringComparison.Ordinal), cancellation);

    /// <summary>The terminal is gone: takes in what it had said before.</summary>
    public Task SeeToTheEndAsync(CancellationToken cancellation) =>
        Eventually.CompletesAsync(watching, "the panel's last words", cancellation);

    public async ValueTask DisposeAsync()
    {
        if (hasLeft)
            return;
        hasLeft = true;
        await leaving.CancelAsync();
        socket.Dispose();
        await watching;
        lines.Dispose();
        leaving.Dispose();
    }

    private async Task SendAsync(string line, CancellationToken cancellation) =>
        await socket.SendAsync(System.Text.Encoding.UTF8.GetBytes(line + "\n"), cancellation);

    private async Task WatchAsync()
    {
        try
        {
            while (await lines.ReadLineAsync(leaving.Token) is { } line)
                Take(JsonDocument.Parse(line).RootElement);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The terminal has gone, or the viewer has.
        }
    }

    private void Take(JsonElement told)
    {
        switch (told.GetProperty("event").GetString())
        {
            case "frame":
                var frame = Picture(told);
                var seen = new Sight.Frame(frame, FrameReader.Read(frame));
                Volatile.Write(ref display, seen);
                Keep(seen);
                break;
            case "melody":
                var melody = new Sight.Melody(told.GetProperty("name").GetString()!)
                {
                    Notes =
                    [
                        .. from note in told.GetProperty("notes").EnumerateArray()
                           select (note[0].GetInt32(), note[1].GetDouble()),
                    ],
                };
                lock (gate)
                    heard = ([.. heard.Last.TakeLast(MelodiesKept - 1), melody], heard.Count + 1);
                Keep(melody);
                break;
        }
    }

    private void Keep(Sight sight)
    {
        if (KeepsAll)
            Sights.Add(sight);
    }

    /// <summary>The picture of a told frame.</summary>
    internal static MonochromeFrame Picture(JsonElement told)
    {
        var frame = new MonochromeFrame(told.GetProperty("width").GetInt32(), told.GetProperty("height").GetInt32());
        var bits = told.GetProperty("bits").GetBytesFromBase64();
        for (var y = 0; y < frame.Height; y++)
            for (var x = 0; x < frame.Width; x++)
                frame[x, y] = (bits[y * frame.Width / 8 + x / 8] & (0x80 >> (x % 8))) != 0;
        return frame;
    }
}
