using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Judges records that settle earlier ones. A debit is booked as it is stated, because it has happened; a credit only
/// where it is proven that so much was taken, once: else it waits in suspense.
/// </summary>
internal static class Settling
{
    /// <summary>What a void or an abandoned entry books; null: it returns nothing that was taken and not returned yet.
    /// </summary>
    public static BookedTaking? ProofOf(Fact fact, TerminalId terminal, Settlements open) => fact switch
    {
        Fact.Void taken => open.Find(terminal, taken.Voided, taken.Returned, isSale: true),
        Fact.EntryAbandoned entry => open.Find(terminal, entry.Abandoned, entry.Returned, isSale: false),
        _ => null,
    };

    /// <summary>Does it give back what must have been taken before?</summary>
    public static bool NeedsProof(Fact fact) =>
        fact is Fact.Void { Returned.Count: > 0 } or Fact.EntryAbandoned { Returned.Count: > 0 };

    /// <summary>Is it to be noted? A record beside the chain takes nobody's proof or right of return.</summary>
    /// <param name="fact">Booked.</param>
    /// <param name="saying">Not <see cref="Saying.Again"/>.</param>
    /// <param name="isBeside">It is beside the chain.</param>
    public static bool Settles(Fact fact, Saying saying, bool isBeside)
    {
        var isReturn = fact is Fact.Void or Fact.EntryAbandoned;
        return saying == Saying.AtLast ? isReturn : !isBeside || !isReturn && fact is not Fact.Closure;
    }

    /// <summary>What is wrong with what a record closes; null: nothing.</summary>
    public static string? FlawOf(Fact fact, TerminalId terminal, Settlements open) => fact switch
    {
        Fact.Capture capture => open.Find(terminal, capture.Held, capture.Payment.Card) is not { } hold
            ? $"captured, and card {capture.Payment.Card} has no hold {capture.Held} open"
            : Excess(capture.Payment, hold.Payment),
        Fact.Release release => open.Find(terminal, release.Held) is null
            ? $"released, and no hold {release.Held} is open"
            : null,
        _ => null,
    };

    /// <summary>A record was booked: what it opens and closes.</summary>
    /// <param name="fact">What it says.</param>
    /// <param name="terminal">Whose.</param>
    /// <param name="name">What later records call it by: where it was first written.</param>
    /// <param name="postings">As booked; none of a record that moves money: it was not booked.</param>
    /// <param name="accountOf">Whose money a payment is.</param>
    /// <param name="open">What is open.</param>
    /// <returns>A card list would show it.</returns>
    public static bool Note(
        Fact fact,
        TerminalId terminal,
        RecordPosition name,
        ValueList<Posting> postings,
        Func<Payment, Account> accountOf,
        Settlements open)
    {
        switch (fact)
        {
            case Fact.Hold hold:
                open.Open(terminal, name, new BookedHold(hold.Payment, accountOf(hold.Payment)));
                return true;
            case Fact.Capture capture when
                postings.Count > 0 && open.Find(terminal, capture.Held, capture.Payment.Card) is { } hold:
                open.Close(terminal, capture.Held, hold);
                return true;
            case Fact.Release release when open.Find(terminal, release.Held) is { } hold:
                open.Close(terminal, release.Held, hold);
                return true;
            case Fact.Sale sale when postings.Count > 0:
                open.Take(terminal, name, new BookedTaking(sale.Payments, postings, IsSale: true));
                return false;
            case Fact.Entry entry when postings.Count > 0:
                open.Take(terminal, name, new BookedTaking(entry.Payments, postings, IsSale: false));
                return false;
            case Fact.Void taken when postings.Count > 0 && ProofOf(taken, terminal, open) is { } proof:
                open.GiveBack(terminal, taken.Voided, proof);
                return false;
            case Fact.EntryAbandoned entry when postings.Count > 0 && ProofOf(entry, terminal, open) is { } proof:
                open.GiveBack(terminal, entry.Abandoned, proof);
                return false;
            case Fact.Closure:
                open.CloseSales(terminal);
                return false;
            default:
                return false;
        }
    }

    private static string? Excess(Payment captured, Payment held)
    {
        foreach (var (asset, amount) in captured.Parts)
        {
            var most = held.Parts.FirstOrDefault(part => part.Asset == asset).Amount;
            if (amount > most)
                return $"captured {amount} {asset} of a hold of {most}";
        }
        return null;
    }
}
