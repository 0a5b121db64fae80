namespace CloudBridge.Mqtt;

/// <summary>How to reach a broker, and as whom (MQTT 5.0, section 3.1).</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">TCP port.</param>
/// <param name="ClientId">Unique at the broker: a second client of that name ends the first.</param>
public sealed record MqttOptions(string Host, int Port, string ClientId)
{
    /// <summary>Keep alive; a silent peer is noticed after one and a half of it.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long the broker keeps subscriptions and queues messages while we are away. Zero: a clean session each time.
    /// </summary>
    public TimeSpan SessionExpiry { get; init; } = TimeSpan.Zero;

    /// <summary>Published by the broker, retained as it says, when this connection ends without a goodbye.</summary>
    public MqttMessage? LastWill { get; init; }

    /// <summary>User name, where the broker asks for one.</summary>
    public string? UserName { get; init; }

    /// <summary>Its password.</summary>
    public string? Password { get; init; }

    /// <summary>
    /// The longest that dialling, a subscription or a publication may take before it counts as failed.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Received messages that wait to be read; when they are full, reading from the socket stops.</summary>
    public int InboxCapacity { get; init; } = 256;
}
