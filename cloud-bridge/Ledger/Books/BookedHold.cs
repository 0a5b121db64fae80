using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>A hold that nothing has closed yet.</summary>
/// <param name="Hash">Of its line.</param>
/// <param name="Payment">What was set aside: of what the terminal said, the assets that the site has.</param>
/// <param name="Account">Whose money that is.</param>
/// <param name="Counts">The lists' balances lack it; false once it was overdue.</param>
/// <param name="IsOfTheChain">It was first written in the chain: nothing beside the chain closes it.</param>
internal sealed record BookedHold(
    Digest Hash, Payment Payment, Account Account, bool Counts = true, bool IsOfTheChain = true)
{
    /// <summary>What the terminal said: what closes it is computed again by it.</summary>
    public required Fact.Hold Said { get; init; }
}
