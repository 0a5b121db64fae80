namespace Tests.Property.CloudBridge.Ledger.Model;

internal enum MoneyStepKind
{
    Sell,
    SellToTwo,
    Enter,
    Void,
    Abandon,
    PassThrough,
    Hold,
    Capture,
    Release,
    Refill,
    Refund,
    ReturnDeposit,
    Close,
    Deliver,
    Repeat,
    LeaveGap,
    Merge,
    Reissue,
    Restart,
    Pass,
}

/// <summary>What happens next; the numbers choose among what there is.</summary>
internal readonly record struct MoneyStep(
    MoneyStepKind Kind, int Terminal, int Card, int Wallet, int Parts, long Amount);
