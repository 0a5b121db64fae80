using System.Text;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// What is booked for a fact. A debit is never refused for lack of money: what happened happened, and a wallet may go
/// below zero.
/// </summary>
internal static class Bookkeeping
{
    /// <summary>Both sides of each of a fact's movements.</summary>
    public static ValueList<Posting> PostingsOf(Fact fact, TerminalId terminal, LedgerBooks books)
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

    /// <summary>Why somebody must look at a record; null: nobody need.</summary>
    /// <param name="postings">What is booked for it.</param>
    /// <param name="balanceOf">Balances before it.</param>
    public static string? SuspenseOf(ValueList<Posting> postings, Func<Account, AssetId, Money> balanceOf)
    {
        foreach (var posting in postings)
        {
            if (posting.Account.IsSuspense)
                return "a card or wallet that the ledger does not know";
            var after = balanceOf(posting.Account, posting.Asset) + posting.Amount;
            if (posting.Account.IsWallet(out _) && posting.Amount.IsNegative && after.IsNegative)
                return $"overspent: {posting.Asset} goes to {after}";
        }
        return null;
    }

    /// <summary>The record of a stored line; null when this build does not know its fact.</summary>
    public static JournalRecord? Read(LedgerEntry.RecordBooked booked)
    {
        var line = Encoding.ASCII.GetBytes(booked.Line);
        return Jws.OpenUnverified(JwsType.Record, line).Succeeded(out var signed, out _) &&
            RecordLine.Read(signed, site: null).Succeeded(out var record, out _)
                ? record
                : null;
    }

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
