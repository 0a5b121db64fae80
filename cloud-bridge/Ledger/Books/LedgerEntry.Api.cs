using System.Text.Json.Serialization;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <content>What the HTTP API has brought: payments at the ledger, and the tokens that it knows.</content>
public abstract partial record LedgerEntry
{
    // Payments at the ledger

    /// <summary>Somebody paid, and a wallet got it.</summary>
    /// <param name="Payment">What.</param>
    /// <param name="Act">Signed: <see cref="TreasurerAct"/>.</param>
    /// <param name="Request">That asked for it.</param>
    public sealed record WalletRefilled(LedgerPayment Payment, string Act, KeyedRequest Request)
        : LedgerEntry, IKeyedEntry
    {
        internal string Decision() => $"refill {Payment}, by {Request.By}";

        internal ValueList<Posting> Postings() => Payment.Postings(Payment.Amount);
    }

    /// <summary>A wallet gave what somebody was paid.</summary>
    /// <param name="Payment">What.</param>
    /// <param name="Act">Signed: <see cref="TreasurerAct"/>.</param>
    /// <param name="Request">That asked for it.</param>
    public sealed record WalletRefunded(LedgerPayment Payment, string Act, KeyedRequest Request)
        : LedgerEntry, IKeyedEntry
    {
        internal string Decision() => $"refund {Payment}, by {Request.By}";

        internal ValueList<Posting> Postings() => Payment.Postings(-Payment.Amount);
    }

    // The HTTP API

    /// <summary>Whoever has a token may use the HTTP API.</summary>
    /// <param name="Name">The token's, for people.</param>
    /// <param name="Hash">All that the ledger knows of the token itself.</param>
    /// <param name="Scopes">What it may: <see cref="Scope"/>.</param>
    /// <param name="AtMilliseconds">When it was made, by the ledger's time, since 1970-01-01T00:00:00Z.</param>
    /// <param name="ExpiresMilliseconds">Its last moment; null: no end.</param>
    public sealed record TokenCreated(
        string Name,
        Digest Hash,
        ValueList<string> Scopes,
        long AtMilliseconds,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? ExpiresMilliseconds = null)
        : LedgerEntry;

    /// <summary>A token is none any more.</summary>
    /// <param name="Name">Which.</param>
    /// <param name="AtMilliseconds">As of its making.</param>
    public sealed record TokenRevoked(string Name, long AtMilliseconds) : LedgerEntry;
}
