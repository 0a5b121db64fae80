namespace CloudBridge.Mqtt;

/// <summary>Why there is no connection, or no longer. <see cref="MayRetry"/> is part of the type.</summary>
public abstract record MqttFault(string Detail)
{
    /// <summary>
    /// True: try again, with patience. False: the same attempt fails again until somebody changes something.
    /// </summary>
    public abstract bool MayRetry { get; }

    /// <summary>Nobody answers at the address, or the broker is shutting down.</summary>
    public sealed record Unreachable(string Detail) : MqttFault(Detail)
    {
        /// <inheritdoc/>
        public override bool MayRetry => true;
    }

    /// <summary>The connection was there and is gone.</summary>
    public sealed record Lost(string Detail) : MqttFault(Detail)
    {
        /// <inheritdoc/>
        public override bool MayRetry => true;
    }

    /// <summary>
    /// The broker does not want us: credentials, client id, protocol. Or the client library is not on this machine.
    /// </summary>
    public sealed record Refused(string Detail) : MqttFault(Detail)
    {
        /// <inheritdoc/>
        public override bool MayRetry => false;
    }
}
