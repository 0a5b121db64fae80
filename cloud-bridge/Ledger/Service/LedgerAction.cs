using CloudBridge.Contract;
using CloudBridge.Mqtt;

namespace CloudBridge.Ledger;

/// <summary>What the ledger's logic wants done.</summary>
public abstract record LedgerAction
{
    private LedgerAction()
    {
    }

    /// <summary>Publish.</summary>
    public sealed record Publish(MqttMessage Message) : LedgerAction;

    /// <summary>Say in the log that a message was not what its topic carries; of many, not each.</summary>
    /// <param name="Topic">Where it came.</param>
    /// <param name="Kind">What was wrong with it, in a word: reports are counted by it.</param>
    /// <param name="Detail">For people.</param>
    public sealed record Report(string Topic, string Kind, string Detail) : LedgerAction
    {
        /// <summary>From bytes that were not accepted.</summary>
        public static Report Of(string topic, FormatError error) => new(topic, error.Kind.ToString(), error.ToString());
    }
}
