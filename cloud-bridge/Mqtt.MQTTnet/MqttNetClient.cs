namespace CloudBridge.Mqtt.MqttNet;

/// <summary>
/// MQTT 5 over the package MQTTnet, 5.2 or later: an earlier one can stay "connected" on a dead socket.
/// </summary>
public sealed class MqttNetClient : IMqttClient
{
    /// <inheritdoc/>
    public string Name => "mqttnet";

    /// <inheritdoc/>
    public async Task<MqttConnectResult> ConnectAsync(MqttOptions options, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (options.Check() is { } refused)
            return new MqttConnectResult.Failed(refused);

        var connection = new MqttNetConnection(options);
        if (await connection.DialAsync(cancellation) is { } fault)
            return new MqttConnectResult.Failed(fault);
        return new MqttConnectResult.Connected(connection);
    }
}
