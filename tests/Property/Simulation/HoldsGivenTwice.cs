using CloudBridge.Contract;
using CloudBridge.Ledger;

namespace Tests.Property.Simulation;

/// <summary>When a hold is released, its sum is given back as if it had been taken, besides being free again.</summary>
internal sealed class HoldsGivenTwice
{
    private readonly Dictionary<(TerminalId, RecordPosition), Payment> held = [];

    /// <summary>In the ledger's books.</summary>
    public LedgerEntry Book(LedgerEntry.RecordBooked booked)
    {
        var fact = StoredLine.Find(booked.Line)?.FactOrNull();
        return GivenBy(fact, booked.Terminal, booked.Position()) is not { Wallet: { } wallet } payment
            ? booked
            : booked with
            {
                Postings =
                [
                    .. from part in payment.Parts
                       from posting in Transfer(Account.SalesOf(booked.Terminal), Account.Of(wallet), part)
                       select posting,
                ],
            };
    }

    /// <summary>At a terminal that hears of it: what would free it gives as a refill does, twice.</summary>
    public HeardRecord Hear(HeardRecord record) =>
        GivenBy(record.Fact, record.Peer, record.Position) is not { } payment
            ? record
            : record with
            {
                Fact = new Fact.Refill(payment with { Parts = [.. payment.Parts.Select(Twice)] }, payment.Card),
            };

    private Payment? GivenBy(Fact? fact, TerminalId terminal, RecordPosition position)
    {
        if (fact is Fact.Hold hold)
            held[(terminal, position)] = hold.Payment;
        return fact is Fact.Release release ? held.GetValueOrDefault((terminal, release.Held)) : null;
    }

    private static IEnumerable<Posting> Transfer(Account from, Account to, AssetAmount part) =>
        [new Posting(to, part.Asset, part.Amount), new Posting(from, part.Asset, -part.Amount)];

    private static AssetAmount Twice(AssetAmount part) => part with { Amount = part.Amount + part.Amount };
}
