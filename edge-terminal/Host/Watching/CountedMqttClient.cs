using CloudBridge.Mqtt;

namespace EdgeTerminal.Host;

/// <summary>A client whose connections are counted, where somebody wants to know.</summary>
internal sealed class CountedMqttClient(IMqttClient inner, TerminalMeter? meter) : IMqttClient
{
    private IMqttConnection? last;

    public string Name => inner.Name;

    /// <summary>There is a connection now. Any thread.</summary>
    public bool IsConnected => Volatile.Read(ref last) is { Closed.IsCompleted: false };

    public async Task<MqttConnectResult> ConnectAsync(MqttOptions options, CancellationToken cancellation)
    {
        var result = await inner.ConnectAsync(options, cancellation);
        if (result is MqttConnectResult.Connected connected)
            Volatile.Write(ref last, connected.Connection);
        meter?.Dialled(result is MqttConnectResult.Connected);
        return result;
    }
}
