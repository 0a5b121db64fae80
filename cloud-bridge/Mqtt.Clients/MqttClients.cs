using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using CloudBridge.Mqtt.Mosquitto;
#if HAS_MQTTNET
using CloudBridge.Mqtt.MqttNet;
#endif

namespace CloudBridge.Mqtt.Clients;

/// <summary>The MQTT clients in this build. Which they are, eng/adapters decides; only this file asks.</summary>
public static class MqttClients
{
    /// <summary>All of them, the library's adapter first where it is in.</summary>
    public static ImmutableArray<IMqttClient> All { get; } =
    [
#if HAS_MQTTNET
        new MqttNetClient(),
#endif
        new MosquittoClient(),
    ];

    /// <summary>The one to use where the configuration names none.</summary>
    public static IMqttClient Default => All[0];

    /// <summary>Finds a client by the name in the configuration.</summary>
    /// <param name="name">Null or empty: <see cref="Default"/>. Upper or lower case does not matter.</param>
    /// <param name="client">The client, when found.</param>
    /// <param name="error">Otherwise a sentence that lists the names in this build.</param>
    public static bool TryFind(
        string? name, [NotNullWhen(true)] out IMqttClient? client, [NotNullWhen(false)] out string? error)
    {
        client = string.IsNullOrEmpty(name)
            ? Default
            : All.FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        var names = string.Join(" or ", All.Select(one => one.Name));
        error = client is null ? $"There is no MQTT client '{name}' in this build; expected {names}." : null;
        return client is not null;
    }
}
