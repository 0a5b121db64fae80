using CloudBridge.Contract;
using Microsoft.AspNetCore.Http;

namespace CloudBridge.Ledger;

/// <summary>Payments at the ledger in the API.</summary>
internal sealed class PaymentRoutes(MoneyDesk desk)
{
    /// <summary>What the API can do with them.</summary>
    public IEnumerable<ApiRoute> All() =>
    [
        Route("refills", "refillCard", "Gives a card's wallet what somebody paid.", desk.Refill) with
        {
            Refusals =
            [
                RefusalKind.NoSuchCard, RefusalKind.NoSuchAsset, RefusalKind.CardBlocked, RefusalKind.TooMuch,
                RefusalKind.PeriodClosed, RefusalKind.NotPossible,
            ],
        },
        Route(
            "refunds", "refundCard",
            "Takes from a card's wallet what somebody is paid, never more than it is free to give.", desk.Refund) with
        {
            Refusals =
            [
                RefusalKind.NoSuchCard, RefusalKind.NoSuchAsset, RefusalKind.BalanceTooLow, RefusalKind.TooMuch,
                RefusalKind.PeriodClosed, RefusalKind.NotPossible,
            ],
        },
    ];

    private static ApiRoute Route(
        string what,
        string name,
        string summary,
        Func<CardToken, PaymentRequest, RequestKey, Outcome<PaidAnswer>> act) =>
        new("POST", $"/v1/cards/{{card}}/{what}", name, summary)
        {
            Scope = Scope.WriteMoney,
            IsKeyed = true,
            Body = ApiJson.Default.PaymentRequest,
            Answer = ApiJson.Default.PaidAnswer,
            Status = StatusCodes.Status201Created,
            Handle = call => call.WithCard(card =>
                ApiReply.Of(act(card, call.Of<PaymentRequest>(), call.Key!), ApiJson.Default.PaidAnswer)),
        };
}
