namespace EdgeTerminal.Core;

/// <summary>What a gate's rules say of a tap.</summary>
/// <param name="Admission">By which it was let in, or which was nearest; null: there is no list, all go in.</param>
/// <param name="Basket">What was asked for.</param>
/// <param name="Sale">What it comes to.</param>
internal sealed record GateJudgement(Admission? Admission, Basket Basket, SaleJudgement Sale);
