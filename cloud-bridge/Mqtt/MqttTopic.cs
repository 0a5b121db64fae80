namespace CloudBridge.Mqtt;

/// <summary>
/// Rules for topic names and filters (MQTT 5.0, 4.7 and 4.8.2), checked here so that every client library answers
/// alike.
/// </summary>
public static class MqttTopic
{
    /// <summary>Null when a message can be published to it; else why not.</summary>
    public static MqttFault.Refused? CheckName(string topic) =>
        (MqttText.Fault(topic) ?? (topic.AsSpan().ContainsAny('#', '+') ? "holds a wildcard" : null)) is { } fault
            ? new MqttFault.Refused($"The topic '{topic}' {fault}.")
            : null;

    /// <summary>Null when it can be subscribed to; else why not.</summary>
    public static MqttFault.Refused? CheckFilter(string filter) =>
        (MqttText.Fault(filter) ?? SharedFault(filter) ?? WildcardFault(filter)) is { } fault
            ? new MqttFault.Refused($"The topic filter '{filter}' {fault}.")
            : null;

    private static string? SharedFault(string filter)
    {
        if (!filter.StartsWith("$share/", StringComparison.Ordinal))
            return null;
        var isShared = filter.Split('/', 3) is [_, { Length: > 0 } share, { Length: > 0 }]
            && !share.AsSpan().ContainsAny('#', '+');
        return isShared ? null : "is not of the form $share/name/filter";
    }

    private static string? WildcardFault(string filter)
    {
        var levels = filter.Split('/');
        for (var i = 0; i < levels.Length; i++)
        {
            if (levels[i].Length > 1 && levels[i].AsSpan().ContainsAny('#', '+'))
                return "has a wildcard beside other characters";
            if (levels[i] == "#" && i < levels.Length - 1)
                return "has # before its last level";
        }
        return null;
    }
}
