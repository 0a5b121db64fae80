namespace CloudBridge.Mqtt;

/// <summary>What became of an attempt to connect.</summary>
public abstract record MqttConnectResult
{
    private MqttConnectResult()
    {
    }

    /// <summary>Connected; the caller owns the connection.</summary>
    public sealed record Connected(IMqttConnection Connection) : MqttConnectResult;

    /// <summary>Not connected.</summary>
    public sealed record Failed(MqttFault Fault) : MqttConnectResult;
}
