using System.Text;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// What is booked for a fact. A debit is never refused for lack of money: what happened happened, and a wallet may go
/// below zero.
/// </summary>
internal static class Bookkeeping
{
    /// <summary>What a record is booked as: always in its place, and unbooked only where there is no way to.</summary>
    /// <param name="record">Which record.</param>
    /// <param name="books">Before it.</param>
    public static Booking BookingOf(RecordHead record, LedgerBooks books)
    {
        if (!record.ReadFact().Succeeded(out var fact, out var error))
            return Booking.None($"a fact that this ledger cannot read: {error.Detail}");
        var postings = PostingsOf(fact, record.Terminal, books);
        var after = NextBalances.After(postings, books.BalanceOf);
        if (after.Flaw is { } flaw)
            return Booking.None($"not booked: {flaw}");
        return new Booking(postings, SuspenseOf(postings, [.. after.Rows]));
    }

    /// <summary>The record of a stored line; null when this build does not know its fact.</summary>
    public static JournalRecord? Read(LedgerEntry.RecordBooked booked) =>
        Open(booked.Line).Succeeded(out var signed, out _) &&
        RecordLine.Read(signed, site: null).Succeeded(out var record, out _)
            ? record
            : null;

    /// <summary>The hash of a fork's line.</summary>
    public static Digest HashOf(LedgerEntry.RecordForked forked) =>
        Open(forked.Line).Succeeded(out var signed, out _)
            ? signed.Hash()
            : Digest.Of(Encoding.ASCII.GetBytes(forked.Line));

    /// <summary>Both sides of each of a fact's movements.</summary>
    private static ValueList<Posting> PostingsOf(Fact fact, TerminalId terminal, LedgerBooks books)
    {
        var other = OtherSide(fact, terminal);
        return
        [
            .. from movement in fact.Movements()
               from posting in new[]
               {
                   new Posting(AccountOf(movement, books), movement.Asset, movement.Amount),
                   new Posting(other, movement.Asset, -movement.Amount),
               }
               select posting,
        ];
    }

    private static string? SuspenseOf(ValueList<Posting> postings, ValueList<Posting> balances)
    {
        if (postings.Any(posting => posting.Account.IsSuspense))
            return "a card or wallet that the ledger does not know";
        var taken = postings
            .Where(posting => posting.Amount.IsNegative && posting.Account.IsWallet(out _))
            .Select(posting => (posting.Account, posting.Asset))
            .ToHashSet();
        return balances
            .Where(row => row.Amount.IsNegative && taken.Contains((row.Account, row.Asset)))
            .Select(row => $"overspent: {row.Asset} goes to {row.Amount}")
            .FirstOrDefault();
    }

    private static Reading<SignedObject> Open(string line) =>
        Jws.OpenUnverified(JwsType.Record, Encoding.ASCII.GetBytes(line));

    private static Account AccountOf(Movement movement, LedgerBooks books) =>
        movement.Wallet is { } wallet && books.Knows(wallet) ? Account.Of(wallet)
        : movement.Wallet is null && books.WalletOf(movement.Card) is { } known ? Account.Of(known)
        : Account.SuspenseOf(movement.Card);

    private static Account OtherSide(Fact fact, TerminalId terminal) => fact switch
    {
        Fact.Refill or Fact.Refund => Account.CashOf(terminal),
        Fact.DepositReturn => Account.DepositsOf(terminal),
        _ => Account.SalesOf(terminal),
    };
}
