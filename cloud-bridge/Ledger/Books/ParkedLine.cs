using System.Text;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>A record that came before those that it follows.</summary>
/// <param name="Position">Its place.</param>
/// <param name="Previous">The record that it follows.</param>
/// <param name="Hash">Its own.</param>
/// <param name="Line">As it came.</param>
/// <param name="Said">The hash of the line that said first what it says.</param>
/// <param name="Name">What later records call it by: where it was first written.</param>
/// <param name="Fact">What it says; null: this build cannot read it.</param>
/// <param name="AtMilliseconds">When it came, by the ledger's time; null: an earlier build did not say.</param>
/// <param name="Stamp">When it was made, by the terminal's clocks.</param>
internal sealed record ParkedLine(
    RecordPosition Position,
    Digest Previous,
    Digest Hash,
    string Line,
    Digest Said,
    RecordPosition Name,
    Fact? Fact,
    long? AtMilliseconds = null,
    Stamp Stamp = default)
{
    /// <summary>What it takes or sets aside: below zero.</summary>
    public ValueList<Movement> Claims { get; } = Fact is null ? [] : [.. ClaimsOf(Fact)];

    /// <summary>The hold that it closes; null: none.</summary>
    public RecordPosition? Closes => Fact switch
    {
        Fact.Capture capture => capture.Held,
        Fact.Release release => release.Held,
        _ => null,
    };

    /// <summary>From a line whose signature was checked.</summary>
    public static ParkedLine Of(StoredLine line, long? atMilliseconds)
    {
        var head = line.Head;
        return new ParkedLine(
            head.Position,
            head.Previous,
            line.Hash,
            Encoding.ASCII.GetString(line.Signed.Compact.Span),
            TerminalBook.SaidBy(head, line.Hash),
            head.First,
            line.FactOrNull(),
            atMilliseconds,
            head.Stamp);
    }

    private static IEnumerable<Movement> ClaimsOf(Fact fact) => fact is Fact.Hold { Payment: var held }
        ? held.Parts.Select(part => new Movement(held.Card, held.Wallet, part.Asset, -part.Amount))
        : fact.Movements().Where(movement => movement.Amount.IsNegative);
}
