using CloudBridge.Contract;
using CloudBridge.Mqtt;

namespace CloudBridge.Ledger;

/// <summary>
/// Asks terminals for records that are missing and that they may still have, although they take them for acknowledged:
/// a gap that does not fill by itself, and one that a treasurer has closed.
/// </summary>
internal sealed class MissingRecords(SiteId site)
{
    /// <summary>Milliseconds; a gap fills by itself within seconds.</summary>
    private const long Patience = 10_000;

    private const long EveryWhileOpen = 60_000;
    private const long EveryOnceClosed = 3_600_000;

    private readonly Topics topics = new(site);
    private readonly Dictionary<(TerminalId Terminal, long Epoch, bool IsOpen), long> next = [];

    /// <summary>What is to be asked for now.</summary>
    /// <param name="books">Durable.</param>
    /// <param name="now">Monotonic milliseconds.</param>
    public List<LedgerAction> Ask(LedgerBooks books, long now)
    {
        var asks = new List<LedgerAction>();
        foreach (var book in books.TerminalsInUse)
            foreach (var chain in book.Chains)
            {
                var open = Open(book, chain);
                if (IsDue((book.Terminal, chain.Epoch, IsOpen: true), open is not null, now))
                    asks.Add(Ask(book.Terminal, chain.Epoch, open!.Value));
                if (IsDue((book.Terminal, chain.Epoch, IsOpen: false), MayStillCome(book, chain), now))
                    asks.Add(Ask(book.Terminal, chain.Epoch, chain.MissingRange()));
            }
        return asks;
    }

    /// <summary>
    /// What somebody waits for: parked lines, or the first record under the next key, or both. What comes under a key
    /// that was left is not taken.
    /// </summary>
    private static (long First, long Last)? Open(TerminalBook book, EpochChain chain) => book.Keys.IsLeft(chain.Epoch)
        ? null
        : (book.OpenGap(chain), book.GapAtEnd(chain)) switch
        {
            (var parked, null) => parked,
            (null, var end) => (end.First, end.Ended.Sequence),
            ({ } parked, var end) =>
                (Math.Min(parked.First, end.First), Math.Max(parked.Last, end.Ended.Sequence)),
        };

    /// <summary>Under a key that was left nothing does.</summary>
    private static bool MayStillCome(TerminalBook book, EpochChain chain) =>
        chain.Missing > 0 && !book.Keys.IsLeft(chain.Epoch);

    private bool IsDue((TerminalId, long, bool IsOpen) gap, bool isThere, long now)
    {
        if (!isThere)
        {
            next.Remove(gap);
            return false;
        }
        next.TryAdd(gap, gap.IsOpen ? now + Patience : now);
        if (now < next[gap])
            return false;
        next[gap] = now + (gap.IsOpen ? EveryWhileOpen : EveryOnceClosed);
        return true;
    }

    private LedgerAction.Publish Ask(TerminalId terminal, long epoch, (long First, long Last) range) =>
        new(new MqttMessage(
            topics.Of(terminal, TerminalTopic.Resend),
            new ResendMessage(epoch, range.First, range.Last).Write(),
            Retained: false));
}
