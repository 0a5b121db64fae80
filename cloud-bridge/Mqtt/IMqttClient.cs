namespace CloudBridge.Mqtt;

/// <summary>An MQTT 5 client library, behind the only interface that the product knows.</summary>
public interface IMqttClient
{
    /// <summary>The name that configuration and `doctor` use: <c>mosquitto</c>, <c>mqttnet</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Dials once. Each connection is an object of its own: when it is lost, dispose of it and dial again. Nothing is
    /// retried in here, so there is no hidden state to disagree with. Answers within
    /// <see cref="MqttOptions.Patience"/>.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled; nothing is left open.</exception>
    Task<MqttConnectResult> ConnectAsync(MqttOptions options, CancellationToken cancellation);
}
