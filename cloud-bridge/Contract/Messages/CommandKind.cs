namespace CloudBridge.Contract;

/// <summary>What a ledger of this build can order, as <see cref="CommandMessage.Command"/> names it.</summary>
public static class CommandKind
{
    /// <summary>Ends the pour that is under way.</summary>
    public const string StopPour = "stopPour";

    /// <summary>Refuses a card from now on; the command names it.</summary>
    public const string BlockCard = "blockCard";

    /// <summary>Asks for the card list anew.</summary>
    public const string RefreshList = "refreshList";

    /// <summary>Lets one person through a gate.</summary>
    public const string OpenOnce = "openOnce";

    /// <summary>Reads the configuration again.</summary>
    public const string Reload = "reload";

    /// <summary>Stops in good order, to be started again.</summary>
    public const string Restart = "restart";

    /// <summary>Says how the terminal is, in the outcome.</summary>
    public const string Diagnostics = "diagnostics";

    /// <summary>All of them.</summary>
    public static ValueList<string> All { get; } =
        [StopPour, BlockCard, RefreshList, OpenOnce, Reload, Restart, Diagnostics];
}
