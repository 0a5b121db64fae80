using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using MQTTnet.Channel;

namespace CloudBridge.Mqtt.MqttNet;

/// <summary>
/// Opens the socket for the library, once. The library's own would be closed with a reset: what is still in its send
/// buffer is lost, and if that is our DISCONNECT, then comes our last will.
/// </summary>
internal sealed class BrokerDialler(MqttOptions options, Inbox inbox, ChannelReader<bool> roomAgain)
    : IMqttClientStreamProvider
{
    private BrokerStream? stream;

    /// <summary>What the library reads from and writes to; null before it was dialled.</summary>
    public BrokerStream? Stream => Volatile.Read(ref stream);

    public async Task<Stream> ConnectAsync(EndPoint brokerEndPoint, CancellationToken cancellationToken)
    {
        Exception failure = new SocketException((int)SocketError.HostNotFound);
        await foreach (var (address, share) in BrokerAddresses.OfAsync(options, cancellationToken))
        {
            try
            {
                var connected = await DialAsync(address, share, cancellationToken);
                Volatile.Write(ref stream, connected);
                return connected;
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                failure = error;
            }
        }
        throw failure;
    }

    private async Task<BrokerStream> DialAsync(IPAddress address, TimeSpan share, CancellationToken cancellation)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(share);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, options.Port), limit.Token);
            var line = new NetworkStream(socket, ownsSocket: true);
            Stream secured = options.Tls is { } tls
                ? await TlsLine.OpenAsync(line, tls, options.Host, limit.Token)
                : line;
            return new BrokerStream(line, secured, inbox, roomAgain);
        }
        catch (Exception error)
        {
            socket.Dispose();
            if (error is OperationCanceledException && !cancellation.IsCancellationRequested)
                throw new TimeoutException($"{address} gave no answer within {share.TotalSeconds:0.###} s");
            throw;
        }
    }
}
