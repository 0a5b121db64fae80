using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>What staff are about to do at a kiosk, or have done.</summary>
public abstract record StaffAct
{
    private StaffAct()
    {
    }

    /// <summary>Cash was taken, and goes on a card.</summary>
    /// <param name="Amount">As typed so far.</param>
    public sealed record Refill(Money Amount) : StaffAct;

    /// <summary>Deposits (cups) come back, and their price goes on a card.</summary>
    /// <param name="Items">As typed so far.</param>
    /// <param name="Amount">For all of them.</param>
    public sealed record Deposit(int Items, Money Amount) : StaffAct;

    /// <summary>The last sale is taken back.</summary>
    /// <param name="Sale">Which.</param>
    /// <param name="Names">What the guest was shown for each row of its basket.</param>
    public sealed record VoidSale(LastSale Sale, ValueList<string> Names) : StaffAct;

    /// <summary>A closing is made.</summary>
    /// <param name="Number">Which it is.</param>
    /// <param name="Sold">What was sold since the one before, less what was taken back.</param>
    public sealed record Close(long Number, Money Sold) : StaffAct;
}
