using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>What the rules say of a tap.</summary>
/// <param name="Reason">Why not; null: approved.</param>
/// <param name="Parts">What each asset gives.</param>
/// <param name="Left">What the card has afterwards; null when that is not known, or not for whoever holds it.</param>
/// <param name="Verdict">What it was judged on.</param>
internal sealed record SaleJudgement(
    Reason? Reason, ValueList<AssetAmount> Parts, ValueList<AssetAmount>? Left, Verdict Verdict);
