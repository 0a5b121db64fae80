using CloudBridge.Contract;
using CloudBridge.Mqtt;

namespace CloudBridge.Ledger;

/// <summary>
/// Says to each terminal what it is to do, one command after the other, and again until the terminal's journal says
/// what came of it, or it expires. The broker keeps none of it: a terminal that was away hears it within seconds.
/// </summary>
internal sealed class Orders(SiteId site, ISigner signer, LedgerOptions options)
{
    private readonly Topics topics = new(site);
    private readonly Dictionary<TerminalId, (long Number, long At)> said = [];

    /// <summary>What is to be said now.</summary>
    /// <param name="books">Durable: no number goes out that could be given again.</param>
    /// <param name="now">Monotonic milliseconds.</param>
    /// <param name="wallMilliseconds">The ledger's time, since 1970-01-01T00:00:00Z.</param>
    public List<LedgerAction> Say(LedgerBooks books, long now, long wallMilliseconds)
    {
        var actions = new List<LedgerAction>();
        foreach (var book in books.TerminalsInUse)
            if (book.Commands.Due(wallMilliseconds) is { } command && IsTime(book.Terminal, command.Number, now))
            {
                said[book.Terminal] = (command.Number, now);
                actions.Add(Say(book.Terminal, command));
            }
        return actions;
    }

    private bool IsTime(TerminalId terminal, long number, long now) =>
        !said.TryGetValue(terminal, out var last) ||
        last.Number != number ||
        now - last.At >= options.RepeatCommandEvery;

    private LedgerAction.Publish Say(TerminalId terminal, GivenCommand command)
    {
        var message = new CommandMessage(
            site,
            Addressee.Of(terminal),
            command.Number,
            command.ExpiresMilliseconds,
            command.Command,
            command.Card);
        return new LedgerAction.Publish(new MqttMessage(
            topics.Of(terminal, TerminalTopic.Command),
            SignedMessage.Sign(message, signer).Compact,
            Retained: false))
        {
            // Rights that were written for an earlier build do not grant it.
            MayBeRefused = true,
        };
    }
}
