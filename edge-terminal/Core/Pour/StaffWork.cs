namespace EdgeTerminal.Core;

/// <summary>What staff do at a tap, behind a key and their badge.</summary>
public enum StaffWork
{
    /// <summary>There is a new keg.</summary>
    KegChange,

    /// <summary>The meter is calibrated by two or three measured glasses.</summary>
    Calibration,

    /// <summary>The next guest may pour once beyond the allowance, or with an age that nobody knows.</summary>
    Approval,
}
