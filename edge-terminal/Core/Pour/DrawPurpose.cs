namespace EdgeTerminal.Core;

/// <summary>What staff draw for, without anybody paying. In facts each is a word of docs/formats/journal.md.</summary>
public enum DrawPurpose
{
    /// <summary>To rinse or to try the line.</summary>
    Maintenance,

    /// <summary>A glass to be measured.</summary>
    Calibration,
}
