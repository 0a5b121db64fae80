namespace EdgeTerminal.Core;

/// <summary>What a guest hears.</summary>
public enum Cue
{
    /// <summary>Yes.</summary>
    Approved,

    /// <summary>No.</summary>
    Refused,

    /// <summary>A card was read; nothing was bought.</summary>
    Noticed,
}
