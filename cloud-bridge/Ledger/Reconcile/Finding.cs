namespace CloudBridge.Ledger;

/// <summary>Something about a record that somebody must look at.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="What">What happened, for people.</param>
public sealed record Finding(RowKind Kind, string What);
