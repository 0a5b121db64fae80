using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Payments at the ledger. Each is done once for its request, signed with its note, and booked on both sides.
/// </summary>
internal sealed class MoneyDesk(KeyedStore keyed, SiteId site, ISigner signer, TimeProvider time)
{
    /// <summary>Gives a wallet what somebody paid.</summary>
    public Outcome<PaidAnswer> Refill(CardToken card, PaymentRequest asked, RequestKey key) =>
        Make(card, asked, key, isRefund: false);

    /// <summary>Takes from a wallet what somebody is paid: never more than it is free to give.</summary>
    public Outcome<PaidAnswer> Refund(CardToken card, PaymentRequest asked, RequestKey key) =>
        Make(card, asked, key, isRefund: true);

    private Outcome<PaidAnswer> Make(CardToken card, PaymentRequest asked, RequestKey key, bool isRefund) =>
        keyed.Make(key, ApiJson.Default.PaidAnswer, draft =>
        {
            var books = draft.Books;
            if (books.Find(card) is not { } entry)
                return new Step<PaidAnswer>(RefusalKind.NoSuchCard, $"card {card} is not in the ledger");
            var payment = new LedgerPayment(
                card, entry.Wallet, asked.Asset, asked.Amount, asked.Source, keyed.Now, asked.Reference);
            books.LedgerKeys.Demand(signer.KeyId);
            if (WhyNot(books, entry, payment, asked.Note, isRefund) is { } why)
                return new Step<PaidAnswer>(why);
            var amount = isRefund ? -payment.Amount : payment.Amount;
            var answer = new PaidAnswer(
                card,
                payment.Wallet,
                payment.Asset,
                amount,
                books.BalanceOf(Account.Of(payment.Wallet), payment.Asset) + amount,
                payment.AtMilliseconds);
            return new Step<PaidAnswer>(
                null, request => isRefund ? Refunded(payment, asked, request!) : Refilled(payment, asked, request!),
                answer);
        });

    private LedgerEntry.WalletRefilled Refilled(LedgerPayment payment, PaymentRequest asked, KeyedRequest request)
    {
        var entry = new LedgerEntry.WalletRefilled(payment, "", request);
        return entry with { Act = Sign(entry.Decision(), asked.Note) };
    }

    private LedgerEntry.WalletRefunded Refunded(LedgerPayment payment, PaymentRequest asked, KeyedRequest request)
    {
        var entry = new LedgerEntry.WalletRefunded(payment, "", request);
        return entry with { Act = Sign(entry.Decision(), asked.Note) };
    }

    private static Refusal? WhyNot(
        LedgerBooks books, CardEntry card, LedgerPayment payment, string note, bool isRefund)
    {
        var flaw = isRefund ? payment.FlawAsRefund() : payment.Flaw();
        if ((flaw ?? TreasurerAct.FlawOfNew(note)) is { } wrong)
            return new Refusal(RefusalKind.NotPossible, wrong);
        if (!books.Knows(payment.Asset))
            return new Refusal(RefusalKind.NoSuchAsset, $"this site has no {payment.Asset}");
        if (payment.AtMilliseconds <= books.ClosedThroughMilliseconds)
            return new Refusal(
                RefusalKind.PeriodClosed,
                $"all through {WrittenTime.Write(books.ClosedThroughMilliseconds)} is closed: is the ledger's clock " +
                "right?");
        // Whoever found a lost card has no right to its wallet; whoever lost it may be paid out.
        if (!isRefund && card.State == CardState.Blocked)
            return new Refusal(
                RefusalKind.CardBlocked,
                $"card {payment.Card} is blocked: unblock it, or re-issue it and refill the card in its place");
        // What terminals have set aside, or have sent and is not booked yet, is spoken for.
        var free = Free(books, card, payment.Asset);
        if (isRefund && free < payment.Amount)
            return new Refusal(
                RefusalKind.BalanceTooLow,
                $"{(free.IsNegative ? Money.Zero : free)} {payment.Asset} of card {payment.Card} can be paid out");
        var postings = payment.Postings(isRefund ? -payment.Amount : payment.Amount);
        return NextBalances.After(postings, books.BalanceOf).Flaw is { } tooMuch
            ? new Refusal(RefusalKind.TooMuch, tooMuch)
            : null;
    }

    private static Money Free(LedgerBooks books, CardEntry card, AssetId asset) => Money.Min(
        card.Balances.FirstOrDefault(row => row.Asset == asset).Amount,
        books.BalanceOf(Account.Of(card.Wallet), asset));

    private string Sign(string decision, string note) =>
        TreasurerAct.Sign(site, signer, time.GetUtcNow(), decision, note);
}

/// <summary>A payment as it is asked for.</summary>
/// <param name="Asset">Of what.</param>
/// <param name="Amount">How much, in the asset's minor units, above zero.</param>
/// <param name="Source">How it was paid, or is paid out.</param>
/// <param name="Note">Why: it is signed and stays in the books.</param>
/// <param name="Reference">What whoever moves the money calls it.</param>
internal sealed record PaymentRequest(
    AssetId Asset, Money Amount, PaymentSource Source, string Note, string? Reference = null);

/// <summary>A payment that was booked.</summary>
/// <param name="Card">Whose.</param>
/// <param name="Wallet">Its wallet.</param>
/// <param name="Asset">Of what.</param>
/// <param name="Amount">Below zero: paid out.</param>
/// <param name="Balance">What the wallet had of the asset when it was booked.</param>
/// <param name="AtMilliseconds">When, since 1970-01-01T00:00:00Z.</param>
internal sealed record PaidAnswer(
    CardToken Card, WalletId Wallet, AssetId Asset, Money Amount, Money Balance, long AtMilliseconds);
