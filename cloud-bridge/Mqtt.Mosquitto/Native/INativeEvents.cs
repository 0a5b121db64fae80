namespace CloudBridge.Mqtt.Mosquitto.Native;

/// <summary>What libmosquitto reports, always on the thread that called into it.</summary>
internal interface INativeEvents
{
    /// <summary>CONNACK.</summary>
    void OnConnected(int reason, BrokerOffer offer);

    /// <summary>The socket is closed.</summary>
    /// <param name="reason">From 0x80 on the broker's reason code, below it an error of the library.</param>
    void OnDisconnected(int reason);

    /// <summary>PUBACK, SUBACK or UNSUBACK: their message ids come from one sequence.</summary>
    void OnAnswered(int messageId, int reason);

    /// <summary>PUBLISH, already acknowledged by the library.</summary>
    void OnReceived(MqttMessage message);

    /// <summary>One of these threw: nothing may leave a callback into C.</summary>
    void OnBroken(Exception error);
}
