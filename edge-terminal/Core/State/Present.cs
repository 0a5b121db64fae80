using System.Collections.Immutable;
using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>The part of the state that ends with the power.</summary>
/// <param name="Phase">Where the station stands with its guest.</param>
/// <param name="ListInUse">The list that card look-ups are answered from; null: none.</param>
/// <param name="ConfirmedAtMilliseconds">
/// Monotonic time of the ask whose echo confirmed the list in use; null: none has, in this boot.
/// </param>
/// <param name="BeatHeard">The ledger has answered in this boot.</param>
public sealed record Present(StationPhase Phase, ListVersion? ListInUse, long? ConfirmedAtMilliseconds, bool BeatHeard)
{
    /// <summary>What the site's other terminals did that the list in use does not have.</summary>
    public HeardPeers Peers { get; init; } = HeardPeers.AtPowerOn;

    /// <summary>A list above the one in use that an answer has named; null: none has.</summary>
    public AnsweredList? ListAhead { get; init; }

    /// <summary>A gate's fire input is on.</summary>
    public bool FireIsOn { get; init; }

    /// <summary>All that the meters of a drink station's taps have ever counted, as they said last.</summary>
    public ImmutableDictionary<int, long> Meters { get; init; } = ImmutableDictionary<int, long>.Empty;

    /// <summary>The same when staff last put the station back to work: what leaks is counted anew from there.</summary>
    public ImmutableDictionary<int, long> MetersMended { get; init; } = ImmutableDictionary<int, long>.Empty;

    /// <summary>How often a drink station's valves were opened: the number of the last opening.</summary>
    public long Openings { get; init; }

    /// <summary>What a drink station's display offered last, at rest.</summary>
    public ValueList<Offer> OffersShown { get; init; }

    /// <summary>The language of the card that is being served; null: the terminal's.</summary>
    public LanguageTag? Language { get; init; }

    /// <summary>Until when the ledger's first word is waited for, by the monotonic clock; null: not any more.</summary>
    public long? FirstWordBy { get; init; }

    /// <summary>The SD card's CID; null where there is none.</summary>
    public string? StorageId { get; init; }

    /// <summary>The board's serial number; null where there is none.</summary>
    public string? BoardSerial { get; init; }

    /// <summary>Nothing is known yet.</summary>
    public static Present AtPowerOn { get; } = new(new StationPhase.Starting(), null, null, BeatHeard: false);
}
