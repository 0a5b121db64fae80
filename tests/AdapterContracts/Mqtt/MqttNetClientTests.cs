namespace Tests.AdapterContracts.Mqtt;

/// <summary>The contract, kept by MQTTnet where it is in the build.</summary>
public sealed class MqttNetClientTests() : MqttClientContract("mqttnet");
