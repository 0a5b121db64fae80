using static CloudBridge.Contract.TerminalTopic;

namespace CloudBridge.Contract;

/// <summary>
/// Who may say and hear what at the broker: what an account of each needs, and nothing else. Topic filters of MQTT.
/// </summary>
public sealed class TopicRights(SiteId site)
{
    private readonly Topics topics = new(site);

    /// <summary>What the ledger says.</summary>
    public IEnumerable<string> LedgerSays =>
    [
        .. Of(topics.OfAll, Ack, Resend, Beat, Config, Command),
        topics.CardList, topics.AllCardChunks, topics.CardDelta, topics.Keys,
        topics.LedgerKeys,
    ];

    /// <summary>What the ledger hears.</summary>
    public IEnumerable<string> LedgerHears => Of(topics.OfAll, Journal, Ask, Since, Status);

    /// <summary>
    /// What a terminal says: on its own topics, and to others that they send again what it did not hear of them. That
    /// is unsigned and costs them little: docs/formats/mqtt.md.
    /// </summary>
    public IEnumerable<string> TerminalSays(TerminalId terminal) =>
    [
        .. Of(kind => topics.Of(terminal, kind), Journal, Ask, Since, Status, Holder), topics.OfAll(Resend),
    ];

    /// <summary>What a terminal hears: what is meant for it, and what all terminals of the site hear.</summary>
    public IEnumerable<string> TerminalHears(TerminalId terminal) =>
    [
        .. Of(kind => topics.Of(terminal, kind), Ack, Resend, Ask, Beat, Config, Command, Holder),
        topics.OfAll(Journal), topics.CardList, topics.AllCardChunks, topics.CardDelta, topics.Keys,
        topics.LedgerKeys,
    ];

    /// <summary>What a bridge of the site says where the ledger is: what its terminals have to say to it.</summary>
    public IEnumerable<string> BridgeSays => LedgerHears;

    /// <summary>What a bridge of the site hears where the ledger is, for its terminals.</summary>
    public IEnumerable<string> BridgeHears => LedgerSays;

    private static IEnumerable<string> Of(
        Func<TerminalTopic, string> topicOf, params IEnumerable<TerminalTopic> kinds) => kinds.Select(topicOf);
}
