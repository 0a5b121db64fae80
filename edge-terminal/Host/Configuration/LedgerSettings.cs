namespace EdgeTerminal.Host;

/// <summary>The ledger's HTTP server, for when the broker is of no use.</summary>
/// <param name="Server">Where it is; null: nobody has said.</param>
/// <param name="AuthorityFile">Who has signed its certificate; null: whom this machine trusts.</param>
/// <param name="AskAfter">So long the ledger may be silent before it is asked there.</param>
/// <param name="WipeAfter">A list that has been expired for so long costs this terminal its keys; null: never.</param>
internal sealed record LedgerSettings(Uri? Server, string? AuthorityFile, TimeSpan AskAfter, TimeSpan? WipeAfter)
{
    /// <summary>Nothing is written of it.</summary>
    public static LedgerSettings None { get; } = new(null, null, TimeSpan.FromMinutes(5), null);
}
