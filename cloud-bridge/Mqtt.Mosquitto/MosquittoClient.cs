using System.Net.Sockets;
using CloudBridge.Mqtt.Mosquitto.Native;

namespace CloudBridge.Mqtt.Mosquitto;

/// <summary>MQTT 5 over libmosquitto 2.x, Debian's package libmosquitto1, loaded when first used.</summary>
public sealed class MosquittoClient : IMqttClient
{
    /// <inheritdoc/>
    public string Name => "mosquitto";

    /// <inheritdoc/>
    public async Task<MqttConnectResult> ConnectAsync(MqttOptions options, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if ((options.Check() ?? MosquittoLibrary.Check()) is { } refused)
            return new MqttConnectResult.Failed(refused);

        MqttFault fault = new MqttFault.Unreachable($"{options.Host} has no address.");
        try
        {
            await foreach (var (address, share) in BrokerAddresses.OfAsync(options, cancellation))
            {
                var loop = new NetworkLoop(options, address, share);
                if (await DialAsync(loop, cancellation) is not { } failed)
                    return new MqttConnectResult.Connected(new MosquittoConnection(loop, options.Patience));
                fault = failed;
                if (!fault.MayRetry)
                    break;
            }
        }
        catch (Exception error) when (error is SocketException or TimeoutException)
        {
            fault = new MqttFault.Unreachable($"{options.Host}: {error.Message}");
        }
        return new MqttConnectResult.Failed(fault);
    }

    /// <returns>Null when connected; else why not, and nothing is left open.</returns>
    private static async Task<MqttFault?> DialAsync(NetworkLoop loop, CancellationToken cancellation)
    {
        loop.Start();
        MqttFault? fault;
        await using (cancellation.Register(loop.Leave))
            fault = await loop.State.Opened;
        if (fault is null && !cancellation.IsCancellationRequested)
            return null;
        loop.Leave();
        await loop.State.Stopped;
        cancellation.ThrowIfCancellationRequested();
        return fault;
    }
}
