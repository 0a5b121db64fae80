namespace EdgeTerminal.Host;

/// <summary>Keys that are not articles.</summary>
internal static class KeyNames
{
    /// <summary>Empties the basket; takes staff one step back.</summary>
    public const string Clear = "clear";

    /// <summary>Ends a pour.</summary>
    public const string Stop = "stop";

    /// <summary>Says yes: to a PIN, to what staff are about to do; a knob that was pressed.</summary>
    public const string Ok = "ok";

    /// <summary>A knob was turned forwards.</summary>
    public const string Next = "next";

    /// <summary>A knob was turned backwards.</summary>
    public const string Previous = "previous";
}
