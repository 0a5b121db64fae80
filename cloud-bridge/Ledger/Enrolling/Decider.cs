namespace CloudBridge.Ledger;

/// <summary>Who does something at the desk, for the log.</summary>
/// <param name="By">A token of the HTTP API, or an account behind <see cref="ActRow.Console"/>; null: a command.
/// </param>
/// <param name="Note">Why, in his words; null: he did not say.</param>
internal sealed record Decider(string? By, string? Note)
{
    /// <summary>Who runs the ledger, and did not say why.</summary>
    public static Decider Command { get; } = new(By: null, Note: null);
}
