using CloudBridge.Contract;
using EdgeTerminal.Core;

namespace EdgeTerminal.Host;

/// <summary>Whose status it is.</summary>
internal sealed record StatusIdentity(SiteId Site, TerminalId Terminal, long Boot, Nonce Process, string Software);

/// <summary>Tells ledger and service manager how the terminal is, whenever that changes.</summary>
internal sealed class StatusReport(LoopParts parts)
{
    /// <summary>What is heard of others changes with each of their sales: it is told now and then.</summary>
    private const long PeersEveryMilliseconds = 10_000;

    private (TerminalActivity Activity, ListVersion? List, string Faults) said;
    private HeardPeers peersSaid = HeardPeers.AtPowerOn;
    private long peersSaidAt;
    private bool hasSaid;

    /// <summary>What it does, in a word.</summary>
    public static TerminalActivity ActivityOf(TerminalState state) => state.Present.Phase switch
    {
        StationPhase.OutOfService => TerminalActivity.OutOfService,
        StationPhase.Stopped => TerminalActivity.Stopped,
        StationPhase.Starting or StationPhase.Listening => TerminalActivity.Starting,
        _ => TerminalActivity.Serving,
    };

    public void Say(TerminalState state, Now now)
    {
        var activity = ActivityOf(state);
        var faults = state.Past.Faults.Select(fault => fault.ToString()).ToArray();
        var next = (activity, state.Present.ListInUse, string.Join(' ', faults));
        var isNews = !hasSaid || next != said;
        var peers = state.Present.Peers;
        if (!isNews &&
            (ReferenceEquals(peers, peersSaid) || now.MonotonicMilliseconds - peersSaidAt < PeersEveryMilliseconds))
            return;
        (said, hasSaid, peersSaid, peersSaidAt) = (next, true, peers, now.MonotonicMilliseconds);
        if (parts.Manager.IsThere)
            parts.Manager.Say(Sentence(activity, state.Present.ListInUse, faults) + PeerWords.Of(peers));
        if (!isNews)
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
            [.. faults]));
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
