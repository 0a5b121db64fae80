using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What records of a terminal that wait for others take or set aside: it will be booked.</summary>
internal static class Claims
{
    /// <summary>All of them, none above zero.</summary>
    public static IEnumerable<Movement> Of(TerminalBook book, LedgerBooks books)
    {
        var covering = new HashSet<Digest>();
        foreach (var line in book.Parked.All.Where(book.IsClaimed))
        {
            if (line.Fact is Fact.Hold && !books.Settlements.Counting.Has(line.Hash))
                continue;
            var setAside = line.Fact is Fact.Capture capture ? SetAsideFor(capture, covering, book, books) : null;
            foreach (var claim in line.Claims)
                yield return claim with { Amount = claim.Amount + Money.Min(-claim.Amount, PartOf(setAside, claim)) };
        }
    }

    /// <summary>What an open hold has set aside for a capture that waits is not to count twice.</summary>
    /// <returns>Null: nothing that no other capture has been given.</returns>
    private static Payment? SetAsideFor(
        Fact.Capture capture, HashSet<Digest> covering, TerminalBook book, LedgerBooks books)
    {
        var hold = books.Settlements.HoldsOf(book.Terminal, capture.Held).FirstOrDefault(hold =>
            hold.Counts &&
            hold.Payment.Card == capture.Payment.Card &&
            hold.Account == books.AccountOf(capture.Payment) &&
            !covering.Contains(hold.Hash));
        return hold is not null && covering.Add(hold.Hash) ? hold.Payment : null;
    }

    private static Money PartOf(Payment? setAside, Movement claim) =>
        setAside?.Parts.FirstOrDefault(part => part.Asset == claim.Asset).Amount ?? Money.Zero;
}
