using CloudBridge.Contract;
using CloudBridge.Mqtt;

namespace CloudBridge.Ledger;

/// <summary>
/// Says to each terminal which prices, staff and limits hold there. The broker keeps the last; somebody may have put
/// another in its place, so it is said again while a terminal does not have it.
/// </summary>
internal sealed class Configs(SiteId site, ISigner signer, LedgerOptions options)
{
    private readonly Topics topics = new(site);
    private readonly Dictionary<TerminalId, (ConfigVersion Version, long At)> said = [];

    /// <summary>All of it: the broker may have kept nothing.</summary>
    public List<LedgerAction> SayAll(LedgerBooks books, Fleet fleet, long now)
    {
        said.Clear();
        return Say(books, fleet, now);
    }

    /// <summary>What is new since it was said, and what has not arrived.</summary>
    /// <param name="books">Durable.</param>
    /// <param name="fleet">What terminals say that they have.</param>
    /// <param name="now">Monotonic milliseconds.</param>
    public List<LedgerAction> Say(LedgerBooks books, Fleet fleet, long now)
    {
        var actions = new List<LedgerAction>();
        foreach (var book in books.TerminalsInUse)
        {
            var version = new ConfigVersion(books.Era, books.Configs.VersionOf(book.Terminal));
            if (version.Version == 0 || !IsTime(book, version, fleet, now))
                continue;
            said[book.Terminal] = (version, now);
            actions.Add(Say(book.Terminal, version, books.Configs.For(book.Terminal)));
        }
        return actions;
    }

    private bool IsTime(TerminalBook book, ConfigVersion version, Fleet fleet, long now) =>
        !said.TryGetValue(book.Terminal, out var last) || last.Version != version ||
        now - last.At >= options.RepeatConfigEvery && !HasIt(book, version, fleet);

    /// <summary>By its journal, and by its last word where it has said one.</summary>
    private static bool HasIt(TerminalBook book, ConfigVersion version, Fleet fleet) =>
        book.ConfigApplied >= version.Version &&
        (!fleet.TryFind(book.Terminal, out var word) || word.Status.Config == version);

    private LedgerAction.Publish Say(TerminalId terminal, ConfigVersion version, TerminalConfig config)
    {
        var message = new ConfigMessage(site, Addressee.Of(terminal), version.Era, version.Version, config);
        return new LedgerAction.Publish(new MqttMessage(
            topics.Of(terminal, TerminalTopic.Config), SignedMessage.Sign(message, signer).Compact, Retained: true))
        {
            // Rights that somebody wrote by himself may not grant it.
            MayBeRefused = true,
        };
    }
}
