using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What happened last to the cards of the site, so much of it as memory has room for.</summary>
internal sealed class RecentRecords
{
    /// <summary>So many of all cards together.</summary>
    public const int Most = 50_000;

    private readonly Queue<RecentRecord> records = [];

    /// <summary>What is known of a card, the last first.</summary>
    public IEnumerable<RecentRecord> Of(CardToken card) => records.Where(record => record.Card == card).Reverse();

    /// <summary>A terminal's record was booked.</summary>
    /// <param name="head">Of its line.</param>
    /// <param name="fact">What it says.</param>
    /// <param name="cameMilliseconds">When it came, by the ledger's time; null: not known.</param>
    public void Note(RecordHead head, Fact fact, long? cameMilliseconds)
    {
        var moved = fact.Movements().GroupBy(movement => movement.Card).ToList();
        var (others, reason) = NamedBy(fact);
        foreach (var card in moved.Select(group => group.Key).Union(others))
            Add(new RecentRecord(
                card,
                head.Kind,
                head.Stamp.WallMilliseconds,
                head.Terminal,
                head.Position.ToString(),
                [
                    .. moved.Where(group => group.Key == card).SelectMany(group => group)
                        .Select(movement => new AssetAmount(movement.Asset, movement.Amount)),
                ],
                reason)
            {
                IsTrusted = head.Stamp.Trusted, CameMilliseconds = cameMilliseconds,
            });
    }

    /// <summary>A payment at the ledger was booked.</summary>
    public void Note(string kind, LedgerPayment payment, Money amount) => Add(new RecentRecord(
        payment.Card, kind, payment.AtMilliseconds, null, null, [new AssetAmount(payment.Asset, amount)], null));

    private static (CardToken[] Cards, int? Reason) NamedBy(Fact fact) => fact switch
    {
        Fact.Refusal { Card: { } card, Reason: var reason } => ([card], (int)reason),
        Fact.CardBlocked blocked => ([blocked.Card], null),
        Fact.Entry entry => ([entry.Card], null),
        Fact.Exit exit => ([exit.Card], null),
        Fact.Sale sale => ([sale.Card], null),
        _ => ([], null),
    };

    private void Add(RecentRecord record)
    {
        records.Enqueue(record);
        if (records.Count > Most)
            records.Dequeue();
    }
}
