namespace Tests.Property.EdgeTerminal.Core.Wallets;

internal enum WalletStepKind
{
    Sell,
    SellToTwo,
    Void,
    Enter,
    Abandon,
    Hold,
    Capture,
    Release,
    Refill,
    Refund,
    ReturnDeposit,
    SellElsewhere,
    RefillElsewhere,
    Ingest,
    PublishList,
    DeliverList,
    Merge,
    Reissue,
    Restart,
    LosePower,
    Pass,
}

/// <summary>What happens next; the numbers choose among what there is.</summary>
internal readonly record struct WalletStep(WalletStepKind Kind, int Card, int Which, int Amount);
