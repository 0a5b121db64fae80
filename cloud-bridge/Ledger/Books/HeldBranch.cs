namespace CloudBridge.Ledger;

/// <summary>A branch of what is held, up to a record that nothing held follows.</summary>
/// <param name="Root">Its first record on which nobody has decided.</param>
/// <param name="Count">So many records.</param>
/// <param name="Own">Those of them that no other branch has, in order: all that a refusal of it takes.</param>
internal sealed record HeldBranch(HeldLine Root, int Count, IReadOnlyList<HeldLine> Own)
{
    /// <summary>Its last record.</summary>
    public HeldLine End => Own[^1];
}
