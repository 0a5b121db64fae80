using CloudBridge.Contract;
using EdgeTerminal.Core;

namespace EdgeTerminal.Host;

/// <summary>Whose status it is.</summary>
internal sealed record StatusIdentity(SiteId Site, TerminalId Terminal, long Boot, Nonce Process, string Software);

/// <summary>Tells ledger and service manager how the terminal is, whenever that changes.</summary>
internal sealed class StatusReport(LoopParts parts)
{
    /// <summary>
    /// What changes with each sale, here and elsewhere, is told now and then; what ends or begins the selling, at once.
    /// </summary>
    private const long DetailsEveryMilliseconds = 10_000;

    private (TerminalActivity Activity, Reason? Reason, string Faults) said;
    private (ListVersion? List, RecordPosition? End, Money Unlisted) detailsSaid;
    private HeardPeers peersSaid = HeardPeers.AtPowerOn;
    private long saidAt;
    private bool hasSaid;

    /// <summary>What it does, in a word.</summary>
    public static TerminalActivity ActivityOf(TerminalState state) => state.Present.Phase switch
    {
        StationPhase.OutOfService => TerminalActivity.OutOfService,
        StationPhase.Stopped => TerminalActivity.Stopped,
        StationPhase.Starting or StationPhase.Listening => TerminalActivity.Starting,
        _ => TerminalActivity.Serving,
    };

    /// <summary>To be called after each input.</summary>
    public void Say(TerminalState state, TerminalSetup setup, Now now)
    {
        var activity = ActivityOf(state);
        var faults = state.Past.Faults.Select(fault => fault.ToString()).ToArray();
        var reason = Readiness.Of(state, Terminal.ModeOf(state, now, setup.Limits), setup)?.Reason;
        var next = (activity, reason, string.Join(' ', faults));
        var details = (state.Present.ListInUse, state.Past.Last, state.Past.UnlistedDebits);
        var isNews = !hasSaid || next != said;
        var isSameBeside = details == detailsSaid && ReferenceEquals(state.Present.Peers, peersSaid);
        if (!isNews && (isSameBeside || now.MonotonicMilliseconds - saidAt < DetailsEveryMilliseconds))
            return;
        var isForTheLedger = isNews || details != detailsSaid;
        (said, detailsSaid, peersSaid) = (next, details, state.Present.Peers);
        (hasSaid, saidAt) = (true, now.MonotonicMilliseconds);
        if (parts.Manager.IsThere)
            parts.Manager.Say(
                Sentence(activity, state.Present.ListInUse, faults) + PeerWords.Of(state.Present.Peers));
        if (!isForTheLedger)
            return;
        var end = state.Past.Last ?? default;
        parts.Uplink.StatusChanged(new StatusMessage(
            parts.Identity.Site,
            Addressee.Ledger,
            parts.Identity.Terminal,
            parts.Identity.Boot,
            parts.Identity.Process,
            activity,
            parts.Identity.Software,
            state.Present.ListInUse,
            Terminal.ListAge(state, now),
            end.Epoch,
            end.Sequence,
            [.. faults],
            reason,
            state.Past.UnlistedDebits));
    }

    private static string Sentence(TerminalActivity activity, ListVersion? list, string[] faults) =>
        (activity switch
        {
            TerminalActivity.Serving => "serving",
            TerminalActivity.OutOfService => "out of service",
            TerminalActivity.Starting => "starting, waits for the ledger's first word",
            _ => "stopped",
        }) +
        (list is null ? ", no card list yet" : $", card list {list}") +
        (faults.Length == 0 ? "" : $"; faults: {string.Join(", ", faults)}");
}
