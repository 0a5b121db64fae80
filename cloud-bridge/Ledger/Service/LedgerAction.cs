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

    /// <summary>Say in the log that a message was not what its topic carries.</summary>
    public sealed record Report(string Topic, string Detail) : LedgerAction;
}
