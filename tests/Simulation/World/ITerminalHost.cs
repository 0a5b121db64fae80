using CloudBridge.Mqtt;
using CloudBridge.Relay;

namespace Tests.Simulation;

/// <summary>The machine and the process around a relay.</summary>
internal interface ITerminalHost
{
    /// <summary>The machine's clock.</summary>
    long Monotonic { get; }

    /// <summary>Does this after so many milliseconds, if the process still lives.</summary>
    void Later(long milliseconds, Action action);

    /// <summary>Does this now, if the process still lives; the power may go in it.</summary>
    void Now(Action action);

    /// <summary>Dials; null when nobody answers.</summary>
    BrokerLink? Connect(Action<MqttMessage> heard, Action lost);

    /// <summary>The relay has news.</summary>
    void Hear(RelayNews news);

    /// <summary>The broker says that it has a message of the journal.</summary>
    void Taken(MqttMessage message);
}
