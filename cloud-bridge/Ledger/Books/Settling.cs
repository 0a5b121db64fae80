using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Judges a record that settles earlier ones. A debit is booked as it is stated, because it has happened; a credit only
/// where it is proven that so much was taken, once: else it waits in suspense.
/// </summary>
/// <param name="record">Of an enrolled terminal.</param>
/// <param name="isBeside">It is beside the chain: it takes no proof, and frees nothing that the chain holds.</param>
/// <param name="open">What is open.</param>
internal sealed class Settling(RecordHead record, bool isBeside, Settlements open)
{
    private TerminalId Terminal => record.Terminal;

    /// <summary>What a void or an abandoned entry books; null: it returns nothing that was taken and not returned yet.
    /// </summary>
    public BookedTaking? ProofOf(Fact fact) => fact switch
    {
        Fact.Void taken => open.Find(Terminal, taken.Voided, taken.Returned, isSale: true),
        Fact.EntryAbandoned entry => open.Find(Terminal, entry.Abandoned, entry.Returned, isSale: false),
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
        return saying == Saying.AtLast
            ? isReturn
            : !isBeside || !isReturn && fact is not (Fact.Closure or Fact.EntryPassed);
    }

    /// <summary>What is wrong with what a record closes; null: nothing.</summary>
    public string? FlawOf(Fact fact) => fact switch
    {
        Fact.Capture capture => HoldOf(capture) is not { } hold
            ? $"captured, and card {capture.Payment.Card} has no hold {capture.Held} open"
            : Excess(capture.Payment, hold.Payment),
        Fact.Release release => HoldOf(release) is null
            ? $"released, and no hold {release.Held} is open"
            : null,
        _ => null,
    };

    /// <summary>What a record that closes a hold does not come to by that hold's terms; null: it does.</summary>
    public string? MiscountOf(Fact fact) => fact switch
    {
        Fact.Capture capture when HoldOf(capture) is { } hold => CaptureFlaws.Of(hold.Said, capture),
        Fact.Release release when HoldOf(release) is { } hold => CaptureFlaws.Of(hold.Said, release),
        _ => null,
    };

    /// <summary>A record was booked: what it opens and closes.</summary>
    /// <param name="fact">What it says.</param>
    /// <param name="postings">As booked; none of a record that moves money: it was not booked.</param>
    /// <param name="setAside">What a hold comes to.</param>
    /// <returns>A card list would show it.</returns>
    public bool Note(Fact fact, ValueList<Posting> postings, Func<Fact.Hold, BookedHold> setAside)
    {
        switch (fact)
        {
            case Fact.Hold hold:
                // What is said again was first written where the chain does not go.
                var isOfTheChain = !isBeside && record.Reissues is null;
                open.Open(Terminal, record.First, setAside(hold) with { IsOfTheChain = isOfTheChain });
                return true;
            case Fact.Capture capture when postings.Count > 0 && HoldOf(capture) is { } hold:
                open.Close(Terminal, capture.Held, hold);
                return true;
            case Fact.Release release when HoldOf(release) is { } hold:
                open.Close(Terminal, release.Held, hold);
                return true;
            case Fact.Sale sale when postings.Count > 0:
                Take(sale.Payments, postings, isSale: true);
                return false;
            case Fact.Entry entry when postings.Count > 0:
                Take(entry.Payments, postings, isSale: false);
                return false;
            case Fact.Void taken when postings.Count > 0 && ProofOf(taken) is { } proof:
                open.GiveBack(Terminal, taken.Voided, proof);
                return false;
            case Fact.EntryAbandoned entry when postings.Count > 0 && ProofOf(entry) is { } proof:
                open.GiveBack(Terminal, entry.Abandoned, proof);
                return false;
            case Fact.EntryPassed entry:
                open.Keep(Terminal, entry.Passed);
                return false;
            case Fact.Closure:
                open.CloseSales(Terminal, record.Position);
                return false;
            default:
                return false;
        }
    }

    private void Take(ValueList<Payment> payments, ValueList<Posting> postings, bool isSale) =>
        open.Take(Terminal, record.First, new BookedTaking(payments, postings, isSale, record.Position));

    private BookedHold? HoldOf(Fact.Capture capture) => Closable(capture.Held)
        .Where(hold => hold.Payment.Card == capture.Payment.Card)
        .OrderByDescending(hold => hold.IsOfTheChain)
        .FirstOrDefault();

    /// <summary>It names no card, so there must be one hold only.</summary>
    private BookedHold? HoldOf(Fact.Release release)
    {
        var closable = Closable(release.Held).ToList();
        var ofTheChain = closable.Where(hold => hold.IsOfTheChain).ToList();
        return (ofTheChain.Count > 0 ? ofTheChain : closable) is [var only] ? only : null;
    }

    private IEnumerable<BookedHold> Closable(RecordPosition held) =>
        open.HoldsOf(Terminal, held).Where(hold => !(isBeside && hold.IsOfTheChain));

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
