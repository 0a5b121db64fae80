using System.Collections.Frozen;

namespace CloudBridge.Mqtt;

/// <summary>The broker's reason codes (MQTT 5.0, 2.4) and what they mean to us.</summary>
public static class MqttReason
{
    /// <summary>The broker's own trouble, which may pass: to be tried again.</summary>
    private static readonly FrozenSet<int> Passing =
        FrozenSet.Create(0x80, 0x83, 0x88, 0x89, 0x8B, 0x93, 0x96, 0x97, 0x9C, 0x9F);

    private static readonly FrozenDictionary<int, string> Names = new Dictionary<int, string>
    {
        [0x04] = "disconnect with will message",
        [0x80] = "unspecified error",
        [0x81] = "malformed packet",
        [0x82] = "protocol error",
        [0x83] = "implementation specific error",
        [0x84] = "unsupported protocol version",
        [0x85] = "client identifier not valid",
        [0x86] = "bad user name or password",
        [0x87] = "not authorized",
        [0x88] = "server unavailable",
        [0x89] = "server busy",
        [0x8A] = "banned",
        [0x8B] = "server shutting down",
        [0x8C] = "bad authentication method",
        [0x8D] = "keep alive timeout",
        [0x8E] = "session taken over",
        [0x8F] = "topic filter invalid",
        [0x90] = "topic name invalid",
        [0x91] = "packet identifier in use",
        [0x93] = "receive maximum exceeded",
        [0x94] = "topic alias invalid",
        [0x95] = "packet too large",
        [0x96] = "message rate too high",
        [0x97] = "quota exceeded",
        [0x98] = "administrative action",
        [0x99] = "payload format invalid",
        [0x9A] = "retain not supported",
        [0x9B] = "QoS not supported",
        [0x9C] = "use another server",
        [0x9D] = "server moved",
        [0x9E] = "shared subscriptions not supported",
        [0x9F] = "connection rate exceeded",
        [0xA0] = "maximum connect time",
        [0xA1] = "subscription identifiers not supported",
        [0xA2] = "wildcard subscriptions not supported",
    }.ToFrozenDictionary();

    /// <summary>
    /// The fault in an answer; null for a code below 0x80, "no matching subscribers" (0x10) among them.
    /// </summary>
    /// <param name="code">As it stands in PUBACK, SUBACK or UNSUBACK.</param>
    /// <param name="what">What was asked for, as the start of a sentence.</param>
    public static MqttFault? FaultOf(int code, string what)
    {
        if (code < 0x80)
            return null;
        var detail = $"{what}: the broker said {Describe(code)}.";
        return Passing.Contains(code) ? new MqttFault.Busy(detail) : new MqttFault.Refused(detail);
    }

    /// <summary>
    /// The fault in a CONNACK; null for success alone. A code between is what an older protocol refuses with.
    /// </summary>
    /// <param name="code">As it stands there.</param>
    /// <param name="what">What was asked for, as the start of a sentence.</param>
    public static MqttFault? FaultOfConnack(int code, string what) =>
        code == 0 ? null : FaultOf(code, what) ?? new MqttFault.Refused($"{what}: the broker said {Describe(code)}.");

    /// <summary>The fault in a DISCONNECT: whatever the reason, it is worth dialling again, with patience.</summary>
    /// <param name="code">As it stands there, from 0x80 on.</param>
    /// <param name="address">The broker's.</param>
    public static MqttFault FaultOfDisconnect(int code, string address) =>
        new MqttFault.Lost($"The connection to {address} is gone: the broker said {Describe(code)}.");

    /// <summary>Name and number, for a sentence.</summary>
    public static string Describe(int code) => $"{Names.GetValueOrDefault(code, "an unknown reason")} (0x{code:X2})";
}
