namespace CloudBridge.Mqtt;

/// <summary>Why something did not happen at the broker. <see cref="MayRetry"/> is part of the type.</summary>
/// <param name="Detail">One sentence for the log: what was tried, and what the other side said.</param>
public abstract record MqttFault(string Detail)
{
    /// <summary>
    /// True: try again, with patience. False: the same attempt fails again until somebody changes something.
    /// </summary>
    public abstract bool MayRetry { get; }

    /// <summary>Nobody answers at the address.</summary>
    public sealed record Unreachable(string Detail) : MqttFault(Detail)
    {
        /// <inheritdoc/>
        public override bool MayRetry => true;
    }

    /// <summary>The broker is there and cannot do it now: too busy, out of quota, shutting down.</summary>
    public sealed record Busy(string Detail) : MqttFault(Detail)
    {
        /// <inheritdoc/>
        public override bool MayRetry => true;
    }

    /// <summary>The connection was there and is gone. What had no answer yet may have happened or not.</summary>
    public sealed record Lost(string Detail) : MqttFault(Detail)
    {
        /// <inheritdoc/>
        public override bool MayRetry => true;
    }

    /// <summary>
    /// No answer within <see cref="MqttOptions.Patience"/>, on a connection that seems to be there. It may have
    /// happened or not.
    /// </summary>
    public sealed record Unanswered(string Detail) : MqttFault(Detail)
    {
        /// <inheritdoc/>
        public override bool MayRetry => true;
    }

    /// <summary>
    /// Not allowed or not valid: credentials, client id, protocol, topic. Or the client library is not on this machine.
    /// </summary>
    public sealed record Refused(string Detail) : MqttFault(Detail)
    {
        /// <inheritdoc/>
        public override bool MayRetry => false;
    }
}
