namespace EdgeTerminal.Host;

/// <summary>Keys that are not articles.</summary>
internal static class KeyNames
{
    /// <summary>Empties the basket.</summary>
    public const string Clear = "clear";
}
