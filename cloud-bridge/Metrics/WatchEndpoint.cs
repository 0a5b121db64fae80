using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;

namespace CloudBridge.Metrics;

/// <summary>
/// A few pages over HTTP/1.1 (RFC 9112), one request a connection: enough for who watches, and no web server in its
/// program's memory.
/// </summary>
public sealed partial class WatchEndpoint : IAsyncDisposable
{
    private const int LongestRequest = 8 * 1024;
    private const int MostAtOnce = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>What the machine has no room for now it has none for at once either.</summary>
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly TcpListener listener;
    private readonly Func<CancellationToken, ValueTask<Socket>> accept;
    private readonly Func<string, CancellationToken, Task<WatchAnswer?>> answer;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim places = new(MostAtOnce);
    private readonly Task accepting;
    private int failures;

    /// <param name="listener">It listens, and is disposed of with this.</param>
    /// <param name="accept">The next who dials it.</param>
    /// <param name="answer">To a path; null: there is no such page. Any thread.</param>
    /// <param name="time">For how long it waits.</param>
    /// <param name="logger">Told why a page could not be made, once.</param>
    internal WatchEndpoint(
        TcpListener listener,
        Func<CancellationToken, ValueTask<Socket>> accept,
        Func<string, CancellationToken, Task<WatchAnswer?>> answer,
        TimeProvider time,
        ILogger logger)
    {
        (this.listener, this.accept, this.answer, this.time, this.logger) = (listener, accept, answer, time, logger);
        accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Address => (IPEndPoint)listener.LocalEndpoint;

    /// <summary>Begins to listen.</summary>
    /// <param name="settings">Where.</param>
    /// <param name="answer">To a path; null: there is no such page. Any thread.</param>
    /// <param name="time">For how long it waits.</param>
    /// <param name="logger">Told why a page could not be made, once.</param>
    /// <exception cref="SocketException">It cannot listen there.</exception>
    public static WatchEndpoint Listen(
        WatchSettings settings,
        Func<string, CancellationToken, Task<WatchAnswer?>> answer,
        TimeProvider time,
        ILogger logger)
    {
        var listener = new TcpListener(settings.Address, settings.Port);
        listener.Start(backlog: MostAtOnce);
        return new WatchEndpoint(listener, listener.AcceptSocketAsync, answer, time, logger);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        await accepting;
        // Who is being answered is hung up on, and gives back the place.
        for (var place = 0; place < MostAtOnce; place++)
            await places.WaitAsync();
        places.Dispose();
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                await places.WaitAsync(stopping.Token);
                try
                {
                    _ = AnswerAsync(await accept(stopping.Token));
                }
                catch (SocketException)
                {
                    // Who dialled has hung up, or too many files are open: the place is free again.
                    places.Release();
                    await Task.Delay(PauseAfterFailure, time, stopping.Token);
                }
                catch
                {
                    places.Release();
                    throw;
                }
            }
        }
        catch (Exception error) when (
            error is OperationCanceledException or InvalidOperationException && stopping.IsCancellationRequested)
        {
            // Asked to stop: the listener may be gone before it is asked again.
        }
    }

    private async Task AnswerAsync(Socket socket)
    {
        try
        {
            using var patience = new CancellationTokenSource(Patience, time);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stopping.Token);
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            var reply = await ReplyAsync(await ReadAsync(stream, end.Token), end.Token);
            await stream.WriteAsync(reply, end.Token);
            // What was sent is not lost by hanging up with something unread.
            socket.Shutdown(SocketShutdown.Send);
            while (await stream.ReadAsync(new byte[LongestRequest], end.Token) > 0)
            {
            }
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
        {
            // Who asks hears nothing, and asks again.
        }
        finally
        {
            places.Release();
        }
    }

    /// <returns>The request's head, or as much of it as is taken.</returns>
    private static async Task<string> ReadAsync(NetworkStream stream, CancellationToken cancellation)
    {
        var bytes = new byte[LongestRequest];
        var length = 0;
        while (length < bytes.Length && bytes.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
        {
            var read = await stream.ReadAsync(bytes.AsMemory(length), cancellation);
            if (read == 0)
                break;
            length += read;
        }
        return Encoding.ASCII.GetString(bytes, 0, length);
    }

    private async Task<byte[]> ReplyAsync(string request, CancellationToken cancellation)
    {
        var line = request.Split("\r\n", 2)[0].Split(' ');
        var isHead = line[0] == "HEAD";
        var reply =
            !request.Contains("\r\n\r\n", StringComparison.Ordinal) || line.Length != 3 ||
            !line[2].StartsWith("HTTP/1.", StringComparison.Ordinal)
                ? Plain("400 Bad Request", "expected a request of HTTP/1.1")
            : line[0] != "GET" && !isHead ? Plain("405 Method Not Allowed", "expected GET or HEAD")
            : await AnswerAsync(line[1].Split('?')[0], cancellation) ??
                Plain("404 Not Found", "expected /metrics, /healthz or /readyz");
        var body = Encoding.UTF8.GetBytes(reply.Text);
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {reply.Status}\r\nContent-Type: {reply.ContentType}\r\nContent-Length: {body.Length}\r\n" +
            $"Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nAllow: GET, HEAD\r\n" +
            $"Connection: close\r\n\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. isHead ? [] : body];
    }

    /// <summary>Who asks is told that it cannot be said; why is in the log, and not with each question.</summary>
    private async Task<WatchAnswer?> AnswerAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return await answer(path, cancellation);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            if (Interlocked.Increment(ref failures) == 1)
                LogFailed(logger, path, error);
            return Plain("500 Internal Server Error", "this cannot be said; the log says why");
        }
    }

    /// <summary>A sentence.</summary>
    public static WatchAnswer Plain(string status, string text) =>
        new(status, "text/plain; charset=utf-8", text + "\n");

    [LoggerMessage(LogLevel.Error, "{Path} cannot be answered; it is not said again.")]
    private static partial void LogFailed(ILogger logger, string path, Exception error);
}
