using System.Text.Json.Serialization;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Why somebody must look at something; docs/reconciliation.md says what to do about each.</summary>
[JsonConverter(typeof(RowKindConverter))]
public enum RowKind
{
    /// <summary>A wallet paid more of an asset than it had, and no other asset of it could take its place.</summary>
    Overspend,

    /// <summary>Money of a card or wallet that the ledger does not know.</summary>
    UnknownCard,

    /// <summary>Money in an asset that this site does not have.</summary>
    UnknownAsset,

    /// <summary>A record of a period that was closed for booking.</summary>
    ClosedPeriod,

    /// <summary>Records that never came; a treasurer went on without them.</summary>
    Gap,

    /// <summary>A place that another record has, or a record that does not follow the one before.</summary>
    Fork,

    /// <summary>The terminal's wall time moved otherwise than its monotonic clock.</summary>
    ClockJump,

    /// <summary>A fact that this build of the ledger does not know.</summary>
    Unreadable,

    /// <summary>An amount that no account can hold.</summary>
    TooLarge,

    /// <summary>Something was given back, and nothing like it was taken.</summary>
    Unproven,

    /// <summary>A hold was closed that is not open, or for more than it held.</summary>
    Unheld,

    /// <summary>A record says again what another line said, and says something else.</summary>
    Misquoted,

    /// <summary>A hold that was neither captured nor released in time.</summary>
    HoldOverdue,

    /// <summary>A tap's meter has counted what no record has.</summary>
    Unrecorded,

    /// <summary>Staff gave what their badge or the terminal's signed caps do not allow.</summary>
    Unauthorised,

    /// <summary>A capture, or a release, is not what its pulses come to by the terms of its hold.</summary>
    Miscounted,

    /// <summary>A closing's number does not follow that of the one before.</summary>
    ClosingNumber,

    /// <summary>A terminal's key was changed, and somebody else had written in its name with the former one.</summary>
    FormerKey,
}

internal sealed class RowKindConverter : EnumNameConverter<RowKind>;
