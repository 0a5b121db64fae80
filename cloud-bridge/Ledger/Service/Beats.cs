using CloudBridge.Contract;
using CloudBridge.Mqtt;

namespace CloudBridge.Ledger;

/// <summary>Answers asks of terminals: which list is current, and what time it is.</summary>
internal sealed class Beats(SiteId site, ISigner signer)
{
    private readonly Topics topics = new(site);

    /// <summary>Answers one.</summary>
    /// <param name="terminal">An enrolled one.</param>
    /// <param name="message">On its topic.</param>
    /// <param name="version">The last list that was made; version 0: none.</param>
    /// <param name="config">The version of its configuration; 0: none.</param>
    /// <param name="wallMilliseconds">The ledger's time.</param>
    public LedgerAction Answer(
        TerminalId terminal, MqttMessage message, ListVersion version, long config, long wallMilliseconds)
    {
        if (!AskMessage.Read(message.Payload.Span).Succeeded(out var ask, out var error))
            return LedgerAction.Report.Of(message.Topic, error);
        var beat = new BeatMessage(
            site,
            Addressee.Of(terminal),
            version.Era,
            version.Version,
            config,
            wallMilliseconds,
            ask);
        return new LedgerAction.Publish(new MqttMessage(
            topics.Of(terminal, TerminalTopic.Beat), SignedMessage.Sign(beat, signer).Compact, Retained: false));
    }
}
