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
        var proof = Settling.ProofOf(fact, record.Terminal, books.Settlements);
        var isUnproven = proof is null && Settling.NeedsProof(fact);
        var postings =
            proof is not null ? Undo(proof.Postings)
            : PostingsOf(fact, record.Terminal, movement =>
                isUnproven ? Account.SuspenseOf(movement.Card) : AccountOf(movement.Card, movement.Wallet, books));
        var after = NextBalances.After(postings, books.BalanceOf);
        if (after.Flaw is { } flaw)
            return Booking.None($"not booked: {flaw}");
        var suspense = isUnproven
            ? "returned, and nothing like it was taken, or it was returned before, or closed"
            : Settling.FlawOf(fact, record.Terminal, books.Settlements);
        return new Booking(postings, suspense ?? SuspenseOf(postings, [.. after.Rows]));
    }

    /// <summary>Both sides of what moves when one wallet is merged into another.</summary>
    public static IEnumerable<Posting> Merge(WalletId gone, WalletId stays, LedgerBooks books) =>
        from asset in books.AssetsOf(gone)
        let amount = books.BalanceOf(Account.Of(gone), asset)
        where amount != Money.Zero
        from posting in new[]
        {
            new Posting(Account.Of(gone), asset, -amount), new Posting(Account.Of(stays), asset, amount),
        }
        select posting;

    /// <summary>Whose money it is that a card gives or gets.</summary>
    /// <param name="card">The card.</param>
    /// <param name="wallet">The wallet that the terminal named; null when it did not know the card.</param>
    /// <param name="books">Cards and wallets.</param>
    public static Account AccountOf(CardToken card, WalletId? wallet, LedgerBooks books) =>
        (wallet is { } name ? books.WalletOf(name) : books.WalletOf(card)) is { } known
            ? Account.Of(known)
            : Account.SuspenseOf(card);

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
    private static ValueList<Posting> PostingsOf(Fact fact, TerminalId terminal, Func<Movement, Account> accountOf)
    {
        var other = OtherSide(fact, terminal);
        return
        [
            .. from movement in fact.Movements()
               from posting in new[]
               {
                   new Posting(accountOf(movement), movement.Asset, movement.Amount),
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

    private static ValueList<Posting> Undo(ValueList<Posting> postings) =>
        [.. postings.Select(posting => posting with { Amount = -posting.Amount })];

    private static Account OtherSide(Fact fact, TerminalId terminal) => fact switch
    {
        Fact.Refill or Fact.Refund => Account.CashOf(terminal),
        Fact.DepositReturn => Account.DepositsOf(terminal),
        _ => Account.SalesOf(terminal),
    };
}
