namespace Tests.AdapterContracts.Mqtt;

/// <summary>The contract, kept by libmosquitto.</summary>
public sealed class MosquittoClientTests() : MqttClientContract("mosquitto");
