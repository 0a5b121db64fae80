namespace CloudBridge.Ledger;

/// <summary>A branch of what a revoked terminal handed in, for who decides on it.</summary>
/// <param name="What">What it is, as reconciliation has it.</param>
/// <param name="Places">Where it can be cut, its end first: as <see cref="HeldPlace"/> writes it, and in words.</param>
/// <param name="Further">So many earlier records of it are not among them.</param>
internal sealed record HeldChoice(string What, IReadOnlyList<(string Value, string Text)> Places, int Further);
