namespace EdgeTerminal.Core;

/// <summary>What a guest hears, and whoever else is near.</summary>
public enum Cue
{
    /// <summary>Yes.</summary>
    Approved,

    /// <summary>No.</summary>
    Refused,

    /// <summary>A card was read; nothing was bought.</summary>
    Noticed,

    /// <summary>Somebody has to come: again and again, until that is over.</summary>
    Alarm,
}
