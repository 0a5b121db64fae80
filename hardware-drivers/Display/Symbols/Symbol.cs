namespace HardwareDrivers.Display;

/// <summary>A picture that is understood from afar and in any language.</summary>
public enum Symbol
{
    /// <summary>No picture.</summary>
    None,

    /// <summary>Yes.</summary>
    Check,

    /// <summary>No.</summary>
    Cross,

    /// <summary>Hold a card to the reader.</summary>
    Card,

    /// <summary>Wait.</summary>
    Hourglass,

    /// <summary>Something is wrong with the terminal.</summary>
    Warning,
}
