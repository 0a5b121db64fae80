namespace CloudBridge.Mqtt;

/// <summary>What a broker says of itself in its CONNACK (MQTT 5.0, 3.2.2.3). Shared by the clients.</summary>
/// <param name="SessionPresent">It kept our session.</param>
/// <param name="KeepAlive">It wants this one in place of ours; null: ours.</param>
/// <param name="ReceiveMaximum">The most publications that may wait for its PUBACK; null: no limit.</param>
/// <param name="MaximumQos">The highest that it takes.</param>
/// <param name="Retains">It keeps messages for later subscribers.</param>
internal sealed record BrokerOffer(
    bool SessionPresent, TimeSpan? KeepAlive, int? ReceiveMaximum, int MaximumQos, bool Retains)
{
    /// <summary>
    /// Null when it can do what we need. Else a fault at once: sent to all the same, it would end the connection at the
    /// first message, each time anew.
    /// </summary>
    /// <param name="what">What was asked for, as the start of a sentence.</param>
    public MqttFault.Refused? Check(string what)
    {
        var missing = string.Join(" and ", Missing());
        return missing.Length == 0 ? null : new MqttFault.Refused($"{what}: the broker offers no {missing}.");
    }

    private IEnumerable<string> Missing()
    {
        if (MaximumQos < 1)
            yield return "QoS 1";
        if (!Retains)
            yield return "retained messages";
    }
}
