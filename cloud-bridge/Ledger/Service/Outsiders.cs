using CloudBridge.Contract;
using CloudBridge.Mqtt;

namespace CloudBridge.Ledger;

/// <summary>What is done about those who speak at the broker and are not to: they are answered nothing.</summary>
internal sealed class Outsiders(Topics topics)
{
    /// <summary>
    /// Reported and kept for all strangers together: names can be invented without end, and would hide what is wrong
    /// with a terminal of ours.
    /// </summary>
    public IEnumerable<LedgerAction> NotEnrolled(
        TerminalId terminal, TerminalTopic kind, MqttMessage message, long wallMilliseconds)
    {
        var error = new FormatError(FormatErrorKind.UnknownKey, $"terminal {terminal} is not enrolled");
        yield return new LedgerAction.Report(topics.OfAll(kind), "NotEnrolled", error.Detail);
        if (kind == TerminalTopic.Journal)
            yield return LedgerAction.KeepRejected.Of(null, wallMilliseconds, error, message.Payload);
    }

    /// <summary>What a revoked terminal says is kept unread: whether its lines are booked is for people to decide.
    /// </summary>
    public IEnumerable<LedgerAction> Revoked(
        TerminalId terminal, TerminalTopic kind, MqttMessage message, long wallMilliseconds)
    {
        const string name = "Revoked";
        var detail = $"terminal {terminal} was revoked, and speaks at the broker: run ledger broker configure, and " +
            "start the broker again";
        yield return new LedgerAction.Report(topics.Of(terminal, kind), name, detail);
        if (kind == TerminalTopic.Journal)
            yield return new LedgerAction.KeepRejected(terminal, wallMilliseconds, name, detail, message.Payload);
    }
}
