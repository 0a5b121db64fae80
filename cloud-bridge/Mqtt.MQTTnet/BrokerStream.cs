using System.Net.Sockets;
using System.Threading.Channels;

namespace CloudBridge.Mqtt.MqttNet;

/// <summary>
/// The bytes between the library and the broker. On their way in it does two things that the library does not: it stops
/// between two packets while the inbox is full, and it remembers that something was heard.
/// </summary>
internal sealed class BrokerStream : Stream
{
    private readonly NetworkStream line;
    private readonly Stream secured;
    private readonly Inbox inbox;
    private readonly ChannelReader<bool> roomAgain;
    private readonly PacketFraming framing = new();
    private int heard;
    private volatile bool isWaitingForRoom;
    private volatile bool stays;
    private volatile bool hasHeardAny;

    /// <param name="line">Connected; disposed of with this stream.</param>
    /// <param name="secured">The same line with TLS on it, or the line itself.</param>
    /// <param name="inbox">Where the messages end up.</param>
    /// <param name="roomAgain">Written to when the inbox has room again.</param>
    public BrokerStream(NetworkStream line, Stream secured, Inbox inbox, ChannelReader<bool> roomAgain)
    {
        (this.line, this.secured) = (line, secured);
        this.inbox = inbox;
        this.roomAgain = roomAgain;
    }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>
    /// Something came since this was last asked, or could not because we wait for a slow reader. That the library is
    /// slow is no excuse: it also stops when the line is dead and takes no more of its acknowledgements.
    /// </summary>
    public bool TakeHeard() =>
        Interlocked.Exchange(ref heard, 0) != 0 || (isWaitingForRoom && inbox.Count > 0);

    /// <summary>
    /// From now on the library's close does not close the socket. It does so as soon as it has written DISCONNECT;
    /// close(2) with unread bytes sends a reset, and a broker that is sending to us runs into it before it reads on: it
    /// takes us for dead and publishes our last will.
    /// </summary>
    public void Stay() => stays = true;

    /// <summary>Sends the end of our side, and reads until the broker ends its own. After <see cref="Stay"/>.</summary>
    public async Task WaitForEndAsync(CancellationToken cancellation)
    {
        line.Socket.Shutdown(SocketShutdown.Send);
        var buffer = new byte[4096];
        while (await line.ReadAsync(buffer, cancellation) > 0)
        {
            // Messages that nobody will read, and that were not acknowledged.
        }
    }

    /// <summary>Closes the socket that <see cref="Stay"/> has kept.</summary>
    public void Leave() => secured.Dispose();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (framing.AtStart)
            await WaitForRoomAsync(cancellationToken);
        var count = await secured.ReadAsync(buffer[..Math.Min(buffer.Length, framing.Available)], cancellationToken);
        Volatile.Write(ref heard, 1);
        hasHeardAny = true;
        if (framing.Advance(buffer.Span[..count]))
            inbox.Announce();
        return count;
    }

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await secured.WriteAsync(buffer, cancellationToken);
        }
        catch (IOException) when (secured != line && !hasHeardAny)
        {
            await ReadLastWordsAsync(cancellationToken);
            throw;
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !stays)
            secured.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>
    /// A broker that refuses a certificate says so, and hangs up before it has read our CONNECT, which then cannot be
    /// written: the library would never read why.
    /// </summary>
    /// <exception cref="IOException">Why.</exception>
    private async Task ReadLastWordsAsync(CancellationToken cancellation)
    {
        try
        {
            await secured.ReadExactlyAsync(new byte[1], cancellation);
        }
        catch (NotSupportedException)
        {
            // The library reads after all.
        }
    }

    private async ValueTask WaitForRoomAsync(CancellationToken cancellation)
    {
        while (inbox.IsFull())
        {
            isWaitingForRoom = true;
            await roomAgain.ReadAsync(cancellation);
        }
        isWaitingForRoom = false;
    }
}
