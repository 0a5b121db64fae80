namespace CloudBridge.Contract;

/// <summary>What a ledger of this build can order, as <see cref="CommandMessage.Command"/> names it.</summary>
public static class CommandKind
{
    /// <summary>Ends the pour that is under way.</summary>
    public const string StopPour = "stopPour";

    /// <summary>Stops in good order, to be started again.</summary>
    public const string Restart = "restart";

    /// <summary>Says how the terminal is, in the outcome.</summary>
    public const string Diagnostics = "diagnostics";

    /// <summary>All of them.</summary>
    public static ValueList<string> All { get; } = [StopPour, Restart, Diagnostics];
}
