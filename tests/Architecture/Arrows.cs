using System.Collections.Immutable;

namespace Tests.Architecture;

/// <summary>What each project may know, directly or through others: the table of docs/architecture.md.</summary>
internal static class Arrows
{
    private const string Abstractions = "HardwareDrivers.Abstractions";
    private const string Contract = "CloudBridge.Contract";
    private const string Mqtt = "CloudBridge.Mqtt";
    private const string Storage = "CloudBridge.Storage";
    private const string Metrics = "CloudBridge.Metrics";
    private const string Telemetry = "CloudBridge.Telemetry";

    private static readonly ImmutableArray<string> MqttClients =
        [Mqtt, "CloudBridge.Mqtt.Clients", "CloudBridge.Mqtt.Mosquitto", "CloudBridge.Mqtt.MQTTnet"];

    private static readonly ImmutableArray<string> Simulated =
    [
        Abstractions, "HardwareDrivers.Linux", "HardwareDrivers.Pn532", "HardwareDrivers.Cards",
        "HardwareDrivers.Display", "HardwareDrivers.Lines",
    ];

    private static readonly ImmutableSortedDictionary<string, Rule> Rules = new Dictionary<string, Rule>
    {
        [Abstractions] = new([], []),
        ["HardwareDrivers.Pn532"] = new([Abstractions], []),
        ["HardwareDrivers.Display"] = new([Abstractions], []),
        ["HardwareDrivers.Cards"] = new([Abstractions], []),
        ["HardwareDrivers.Lines"] = new([Abstractions], []),
        ["HardwareDrivers.Linux"] = new([Abstractions], []),
        ["HardwareDrivers.Iot"] = new([Abstractions], ["System.Device.Gpio"]),
        ["HardwareDrivers.Iot.Bindings"] = new(
            [Abstractions, "HardwareDrivers.Display"], ["Iot.Device.Bindings"]),
        ["HardwareDrivers.Simulated"] = new(Simulated, []),
        ["HardwareDrivers.Emulator"] = new([.. Simulated, "HardwareDrivers.Simulated"], ["System.CommandLine"]),
        [Contract] = new([], []),
        [Mqtt] = new([], []),
        [Storage] = new([], []),
        [Metrics] = new([], ["Microsoft.Extensions.Logging.Abstractions"]),
        [Telemetry] = new(
            [Contract], ["Microsoft.Extensions.Logging.Abstractions", "OpenTelemetry.Exporter.OpenTelemetryProtocol"]),
        ["CloudBridge.Mqtt.Mosquitto"] = new([Mqtt], []),
        ["CloudBridge.Mqtt.MQTTnet"] = new([Mqtt], ["MQTTnet"]),
        ["CloudBridge.Mqtt.Clients"] = new(MqttClients.Remove("CloudBridge.Mqtt.Clients"), []),
        ["CloudBridge.Relay"] = new([Contract, Mqtt], ["Microsoft.Extensions.Logging.Abstractions"]),
        ["CloudBridge.Ledger"] = new([Contract, Storage, Metrics, Telemetry, .. MqttClients], null),
        ["EdgeTerminal.Core"] = new([Contract], []),
        ["EdgeTerminal.Store"] = new([Contract, Mqtt, Storage, "CloudBridge.Relay", "EdgeTerminal.Core"], []),
        ["EdgeTerminal.Store.LiteDb"] = new(
            [Contract, Mqtt, Storage, "CloudBridge.Relay", "EdgeTerminal.Core", "EdgeTerminal.Store"], ["LiteDB"]),
        ["EdgeTerminal.Host"] = new(
            [
                Contract, Storage, Metrics, Telemetry, .. MqttClients, "CloudBridge.Relay", "EdgeTerminal.Core",
                "EdgeTerminal.Store",
                "EdgeTerminal.Store.LiteDb",
                .. Simulated, "HardwareDrivers.Simulated", "HardwareDrivers.Iot", "HardwareDrivers.Iot.Bindings",
            ],
            null),
    }.ToImmutableSortedDictionary();

    /// <summary>One sentence for each arrow that may not be there, with the chain that makes it.</summary>
    public static IEnumerable<string> Violations(ProjectGraph graph)
    {
        var product = graph.Projects.Where(project => !project.Name.StartsWith("Tests.", StringComparison.Ordinal));
        foreach (var project in product)
        {
            if (!Rules.TryGetValue(project.Name, out var rule))
            {
                yield return $"{project.Name} is not in the table: say what it may know.";
                continue;
            }
            foreach (var (name, chain) in graph.Reach(project.Name))
                if (!rule.MayKnow.Contains(name))
                    yield return $"{project.Name} may not know {name}: {string.Join(" -> ", chain)}";
            foreach (var package in project.Packages)
                if (rule.Packages is { } packages && !packages.Contains(package))
                    yield return $"{project.Name} may not take the package {package}.";
        }
    }

    /// <param name="MayKnow">Projects, transitive ones included.</param>
    /// <param name="Packages">Null: any that docs/dependencies.md argues for.</param>
    private sealed record Rule(ImmutableArray<string> MayKnow, ImmutableArray<string>? Packages);
}
