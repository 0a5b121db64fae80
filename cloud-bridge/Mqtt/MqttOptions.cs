namespace CloudBridge.Mqtt;

/// <summary>How to reach a broker, and as whom (MQTT 5.0, section 3.1).</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">TCP port.</param>
/// <param name="ClientId">Unique at the broker: a second client of that name ends the first.</param>
public sealed record MqttOptions(string Host, int Port, string ClientId)
{
    /// <summary>
    /// The most bytes of a packet that the broker may send to us (MQTT 5.0, 3.1.2.11.4); it drops what is longer. The
    /// longest message of our contract, the head of a card list, has 2 MiB; topic and header take the rest.
    /// </summary>
    public const int LargestPacket = 2 * 1024 * 1024 + 1024;

    /// <summary>
    /// Whole seconds, 5 s to 18 h. A silent peer is noticed after one and a half of it. The broker may set another
    /// (MQTT 5.0, 3.2.2.3.14).
    /// </summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long the broker keeps subscriptions and queues messages while we are away; whole seconds. Zero: a clean
    /// session each time. 4,294,967,295 s: for ever (MQTT 5.0, 3.1.2.11.2).
    /// </summary>
    public TimeSpan SessionExpiry { get; init; } = TimeSpan.Zero;

    /// <summary>
    /// Published by the broker, retained as it says, when this connection ends without a goodbye; at most 65,535 bytes
    /// (MQTT 5.0, 3.1.3.4).
    /// </summary>
    public MqttMessage? LastWill { get; init; }

    /// <summary>User name, where the broker asks for one.</summary>
    public string? UserName { get; init; }

    /// <summary>Its password. Never part of a fault's text.</summary>
    public string? Password { get; init; }

    /// <summary>
    /// What protects the connection; null: nothing does, and everybody on the way hears and changes it.
    /// </summary>
    public MqttTls? Tls { get; init; }

    /// <summary>
    /// The longest that dialling, a subscription or a publication may take before it counts as failed.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Received messages that wait to be read, 1 to 65,535, and never more than 8 MiB of them. When so many wait, the
    /// broker is made to wait; a client library may hold as many again.
    /// </summary>
    public int InboxCapacity { get; init; } = 256;

    /// <summary>All that is wrong with these options, in one fault; null when they can be used.</summary>
    public MqttFault.Refused? Check()
    {
        var wrong = Wrong().ToList();
        return wrong.Count == 0 ? null : new MqttFault.Refused($"MQTT options: {string.Join("; ", wrong)}.");
    }

    // A record prints all its members: this one must not print its password.
    private bool PrintMembers(System.Text.StringBuilder text)
    {
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{ClientId} at {Host}:{Port}");
        return true;
    }

    private IEnumerable<string> Wrong()
    {
        if (string.IsNullOrWhiteSpace(Host))
            yield return "Host is empty; expected a name or an address";
        if (Port is < 1 or > ushort.MaxValue)
            yield return $"Port is {Port}; expected 1 to 65535";
        if (MqttText.Fault(ClientId) is { } client)
            yield return $"ClientId {client}";
        if (!IsWholeSeconds(KeepAlive, 5, ushort.MaxValue))
            yield return $"KeepAlive is {KeepAlive}; expected whole seconds, 5 s to 65535 s";
        if (!IsWholeSeconds(SessionExpiry, 0, uint.MaxValue))
            yield return $"SessionExpiry is {SessionExpiry}; expected whole seconds, 0 s to 4294967295 s";
        if (Patience <= TimeSpan.Zero || Patience > TimeSpan.FromHours(1))
            yield return $"Patience is {Patience}; expected more than nothing and at most an hour";
        if (InboxCapacity is < 1 or > ushort.MaxValue)
            yield return $"InboxCapacity is {InboxCapacity}; expected 1 to 65535";
        if (LastWill is { } will && MqttTopic.CheckName(will.Topic) is { } topic)
            yield return $"LastWill: {topic.Detail}";
        if (LastWill?.Payload.Length > ushort.MaxValue)
            yield return $"LastWill has {LastWill.Payload.Length} bytes; expected at most 65535";
        if (UserName is not null && MqttText.Fault(UserName) is { } user)
            yield return $"UserName {user}";
        if (Password is not null && MqttText.Fault(Password) is { } password)
            yield return $"Password {password}";
    }

    private static bool IsWholeSeconds(TimeSpan span, long least, long most) =>
        span.Ticks % TimeSpan.TicksPerSecond == 0 && span.TotalSeconds >= least && span.TotalSeconds <= most;
}
