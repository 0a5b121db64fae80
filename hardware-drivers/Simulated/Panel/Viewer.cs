using System.Net.Sockets;
using System.Threading.Channels;

namespace HardwareDrivers.Simulated;

/// <summary>
/// One viewer's connection. A viewer that does not read is sent away, so that it never slows the panel.
/// </summary>
internal sealed class Viewer(Socket socket) : IDisposable
{
    private const int MostLinesWaiting = 1024;
    private const int LongestLine = 4096;

    private readonly Channel<byte[]> lines = Channel.CreateBounded<byte[]>(MostLinesWaiting);

    /// <summary>Hands it a line, without waiting.</summary>
    public void Tell(byte[] line)
    {
        if (!lines.Writer.TryWrite(line))
            socket.Dispose();
    }

    /// <summary>Runs until it leaves, is sent away, or the panel closes.</summary>
    /// <param name="answer">Takes one of its lines; returns what to tell this viewer, or null.</param>
    /// <param name="cancellation">The panel closes.</param>
    public async Task RunAsync(Func<ReadOnlyMemory<byte>, byte[]?> answer, CancellationToken cancellation)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var writing = WriteAsync(leaving);
        await ReadAsync(answer, leaving);
        await writing;
    }

    public void Dispose() => socket.Dispose();

    // Gone, sent away, or the panel closes.
    private static bool HasLeft(Exception fault) =>
        fault is SocketException or ObjectDisposedException or OperationCanceledException;

    private async Task WriteAsync(CancellationTokenSource leaving)
    {
        try
        {
            await foreach (var line in lines.Reader.ReadAllAsync(leaving.Token))
                for (var sent = 0; sent < line.Length;)
                    sent += await socket.SendAsync(line.AsMemory(sent), SocketFlags.None, leaving.Token);
        }
        catch (Exception left) when (HasLeft(left))
        {
            // The other half of the connection ends with it.
        }
        await leaving.CancelAsync();
    }

    private async Task ReadAsync(Func<ReadOnlyMemory<byte>, byte[]?> answer, CancellationTokenSource leaving)
    {
        var buffer = new byte[LongestLine];
        var filled = 0;
        var tooLong = false;
        try
        {
            while (true)
            {
                var count = await socket.ReceiveAsync(buffer.AsMemory(filled), SocketFlags.None, leaving.Token);
                if (count == 0)
                    break;
                (filled, tooLong) = TakeLines(buffer, filled + count, tooLong, answer);
            }
        }
        catch (Exception left) when (HasLeft(left))
        {
            // The other half of the connection ends with it.
        }
        await leaving.CancelAsync();
    }

    /// <returns>How much is left in the buffer, and whether it is the rest of a line that was too long.</returns>
    private (int Filled, bool TooLong) TakeLines(
        byte[] buffer, int filled, bool tooLong, Func<ReadOnlyMemory<byte>, byte[]?> answer)
    {
        var start = 0;
        while (Array.IndexOf(buffer, (byte)'\n', start, filled - start) is >= 0 and var end)
        {
            if (!tooLong && answer(buffer.AsMemory(start, end - start)) is { } told)
                Tell(told);
            tooLong = false;
            start = end + 1;
        }
        buffer.AsSpan(start, filled - start).CopyTo(buffer);
        filled -= start;
        if (filled < buffer.Length)
            return (filled, tooLong);
        // Its line end is waited for, so that what follows is read again.
        if (!tooLong && answer(buffer.AsMemory(0, filled)) is { } wrong)
            Tell(wrong);
        return (0, true);
    }
}
