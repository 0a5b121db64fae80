namespace CloudBridge.Mqtt;

/// <summary>One MQTT application message, always sent and received with QoS 1.</summary>
/// <param name="Topic">Without wildcards.</param>
/// <param name="Payload">Opaque here; the reader of a topic checks it. Never changed after it was handed over.</param>
/// <param name="Retained">To send: the broker keeps it for later subscribers. Received: it was kept.</param>
public sealed record MqttMessage(string Topic, ReadOnlyMemory<byte> Payload, bool Retained = false);
