namespace CloudBridge.Mqtt.Mosquitto;

/// <summary>How far a connection has come; only ever forwards.</summary>
internal enum Phase
{
    /// <summary>No CONNACK yet.</summary>
    Dialling,

    /// <summary>The broker accepted us.</summary>
    Open,

    /// <summary>Our DISCONNECT is on its way out.</summary>
    Leaving,

    /// <summary>Ended; the thread takes no further turn.</summary>
    Over,
}
