using System.Net;
using System.Net.Sockets;

namespace Tests.AdapterContracts.Mqtt;

/// <summary>
/// A broker for the answers that mosquitto does not give: it takes one connection and answers each kind of packet with
/// what it was told (MQTT 5.0, section 3).
/// </summary>
internal sealed class ScriptedBroker : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly TaskCompletionSource<Socket> accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task serving;
    private int publications;
    private int pings;

    public ScriptedBroker()
    {
        listener.Start();
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>What follows the flags in CONNACK: reason, length of properties, properties.</summary>
    public byte[] ConnackRest { get; init; } = [0, 0];

    /// <summary>Null: no PUBACK at all.</summary>
    public byte? PubackReason { get; init; } = 0;

    public byte SubackReason { get; init; } = 1;

    /// <summary>PUBLISH packets that came.</summary>
    public int Publications => Volatile.Read(ref publications);

    /// <summary>PINGREQ packets that came.</summary>
    public int Pings => Volatile.Read(ref pings);

    /// <summary>Sends bytes out of turn, which need not make sense. A client that has gone does not get them.</summary>
    public async Task SendAsync(byte[] bytes, CancellationToken cancellation)
    {
        var socket = await accepted.Task.WaitAsync(cancellation);
        try
        {
            await socket.SendAsync(bytes, cancellation);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Gone.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await serving;
        listener.Dispose();
        ending.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            using var socket = await listener.AcceptSocketAsync(ending.Token);
            accepted.SetResult(socket);
            await using var stream = new NetworkStream(socket);
            while (true)
                await AnswerAsync(stream);
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
        {
            // The client has gone, or the test is over.
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        var type = await ReadByteAsync(stream);
        var body = new byte[await ReadLengthAsync(stream)];
        await stream.ReadExactlyAsync(body, ending.Token);
        byte[]? answer = (type >> 4) switch
        {
            1 => [0x20, (byte)(1 + ConnackRest.Length), 0, .. ConnackRest],
            3 => Puback(body),
            8 => [0x90, 4, body[0], body[1], 0, SubackReason],
            10 => [0xB0, 4, body[0], body[1], 0, 0],
            12 => Pingresp(),
            _ => null,
        };
        if (answer is not null)
            await stream.WriteAsync(answer, ending.Token);
    }

    private byte[] Pingresp()
    {
        Interlocked.Increment(ref pings);
        return [0xD0, 0];
    }

    private byte[]? Puback(byte[] body)
    {
        Interlocked.Increment(ref publications);
        var topicLength = (body[0] << 8) | body[1];
        return PubackReason is { } reason ? [0x40, 3, body[2 + topicLength], body[3 + topicLength], reason] : null;
    }

    private async Task<int> ReadLengthAsync(NetworkStream stream)
    {
        var length = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = await ReadByteAsync(stream);
            length |= (next & 0x7F) << shift;
            if ((next & 0x80) == 0)
                return length;
        }
    }

    private async Task<byte> ReadByteAsync(NetworkStream stream)
    {
        var one = new byte[1];
        await stream.ReadExactlyAsync(one, ending.Token);
        return one[0];
    }
}
