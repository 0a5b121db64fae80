namespace Tests.Property.CloudBridge.Ledger.Model;

/// <summary>What one card gives or gets, in words and numbers.</summary>
/// <param name="Card">By its UID.</param>
/// <param name="Wallet">
/// The wallet that the terminal takes for the card's, named after its first card; null: none.
/// </param>
/// <param name="Parts">By asset, each above zero; no asset twice.</param>
internal sealed record Paid(string Card, string? Wallet, IReadOnlyDictionary<string, long> Parts)
{
    public bool IsLike(Paid other) =>
        (Card, Wallet) == (other.Card, other.Wallet) &&
        Parts.Count == other.Parts.Count &&
        Parts.All(part => other.Parts.GetValueOrDefault(part.Key) == part.Value);
}

/// <summary>What a terminal wrote down. Earlier records are named by their sequence.</summary>
internal abstract record Happening
{
    private Happening()
    {
    }

    public sealed record Sold(Paid[] Payments) : Happening;

    public sealed record Entered(Paid[] Payments) : Happening;

    public sealed record Voided(long Sale, Paid[] Returned) : Happening;

    public sealed record Passed(long Entry) : Happening;

    public sealed record Abandoned(long Entry, Paid[] Returned) : Happening;

    public sealed record Held(Paid Payment) : Happening;

    public sealed record Captured(long Hold, Paid Payment) : Happening;

    public sealed record Released(long Hold) : Happening;

    public sealed record Refilled(Paid Payment) : Happening;

    public sealed record Refunded(Paid Payment) : Happening;

    public sealed record DepositReturned(Paid Payment) : Happening;

    public sealed record Closed : Happening;
}
