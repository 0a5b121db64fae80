using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>The part of the state that ends with the power.</summary>
/// <param name="Kiosk">Where the sale stands.</param>
/// <param name="ListInUse">The list that card look-ups are answered from; null: none.</param>
/// <param name="ConfirmedAtMilliseconds">
/// Monotonic time of the ask whose echo confirmed the list in use; null: none has, in this boot.
/// </param>
/// <param name="BeatHeard">The ledger has answered in this boot.</param>
public sealed record Present(KioskPhase Kiosk, ListVersion? ListInUse, long? ConfirmedAtMilliseconds, bool BeatHeard)
{
    /// <summary>What the site's other terminals did that the list in use does not have.</summary>
    public HeardPeers Peers { get; init; } = HeardPeers.AtPowerOn;

    /// <summary>Nothing is known yet.</summary>
    public static Present AtPowerOn { get; } = new(new KioskPhase.Starting(), null, null, BeatHeard: false);
}
