using System.Text;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>A record that came before those that it follows.</summary>
/// <param name="Position">Its place.</param>
/// <param name="Previous">The record that it follows.</param>
/// <param name="Hash">Its own.</param>
/// <param name="Line">As it came.</param>
/// <param name="Said">The hash of the line that said first what it says.</param>
/// <param name="Claims">What it takes or sets aside: below zero.</param>
internal sealed record ParkedLine(
    RecordPosition Position, Digest Previous, Digest Hash, string Line, Digest Said, ValueList<Movement> Claims)
{
    /// <summary>From a line whose signature was checked.</summary>
    public static ParkedLine Of(RecordHead head, SignedObject signed)
    {
        var hash = signed.Hash();
        return new ParkedLine(
            head.Position,
            head.Previous,
            hash,
            Encoding.ASCII.GetString(signed.Compact.Span),
            TerminalBook.SaidBy(head, hash),
            head.ReadFact().Succeeded(out var fact, out _) ? [.. ClaimsOf(fact)] : []);
    }

    private static IEnumerable<Movement> ClaimsOf(Fact fact) => fact is Fact.Hold { Payment: var held }
        ? held.Parts.Select(part => new Movement(held.Card, held.Wallet, part.Asset, -part.Amount))
        : fact.Movements().Where(movement => movement.Amount.IsNegative);
}
