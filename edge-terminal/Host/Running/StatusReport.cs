using CloudBridge.Contract;
using EdgeTerminal.Core;

namespace EdgeTerminal.Host;

/// <summary>Whose status it is.</summary>
internal sealed record StatusIdentity(SiteId Site, TerminalId Terminal, long Boot, Nonce Process, string Software);

/// <summary>Tells ledger and service manager how the terminal is, whenever that changes.</summary>
internal sealed class StatusReport(LoopParts parts)
{
    /// <summary>
    /// What changes with each sale, here and elsewhere, is told now and then; what ends or begins selling, at once.
    /// While the ledger does not answer it is not told at all: brokers keep what waits for it, and the room is for
    /// sales.
    /// </summary>
    private const long DetailsEveryMilliseconds = 10_000;

    private (TerminalActivity Activity, Reason? Reason, string Faults, ConfigVersion? Config, string? Refused) said;
    private (ListVersion? List, RecordPosition? End, Money Unlisted) detailsTold;
    private long toldAt;
    private (ListVersion? List, HeardPeers Peers) sentence = (null, HeardPeers.AtPowerOn);
    private long sentenceAt;
    private bool hasSaid;
    private bool journalHasFailed;

    /// <summary>What it does, in a word.</summary>
    public static TerminalActivity ActivityOf(TerminalState state) => state.Present.Phase switch
    {
        StationPhase.OutOfService => TerminalActivity.OutOfService,
        StationPhase.Stopped => TerminalActivity.Stopped,
        StationPhase.Starting or StationPhase.Listening => TerminalActivity.Starting,
        _ => TerminalActivity.Serving,
    };

    /// <summary>Nothing can be written down any more: whatever the state says, nobody is served.</summary>
    public void SayJournalFailed(TerminalState state, TerminalSetup setup, Now now)
    {
        journalHasFailed = true;
        Say(state, setup, now);
    }

    /// <summary>To be called after each input.</summary>
    public void Say(TerminalState state, TerminalSetup setup, Now now)
    {
        var mode = Terminal.ModeOf(state, now, setup.Limits);
        var activity = journalHasFailed ? TerminalActivity.OutOfService : ActivityOf(state);
        var reason = journalHasFailed ? Reason.DeviceFault : Readiness.Of(state, mode, setup)?.Reason;
        var faults = state.Past.Faults.Select(fault => fault.ToString()).ToArray();
        var config = state.Past.Faults.Contains(Fault.ConfigurationLost) ? null : state.Past.Config;
        var refused = parts.Configs?.Refused;
        var next = (activity, reason, string.Join(' ', faults), config, refused);
        var isNews = !hasSaid || next != said;
        (said, hasSaid) = (next, true);
        var at = now.MonotonicMilliseconds;
        if (isNews || at - sentenceAt >= DetailsEveryMilliseconds && !IsSentenceOf(state))
        {
            (sentence, sentenceAt) = ((state.Present.ListInUse, state.Present.Peers), at);
            if (parts.Manager.IsThere)
                parts.Manager.Say(
                    Sentence(activity, state.Present.ListInUse, faults) + PeerWords.Of(state.Present.Peers));
        }
        var details = (state.Present.ListInUse, state.Past.Last, state.Past.UnlistedDebits);
        var isDue = at - toldAt >= DetailsEveryMilliseconds && mode == ListMode.Fresh && details != detailsTold;
        if (!isNews && !isDue)
            return;
        (detailsTold, toldAt) = (details, at);
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
            state.Past.UnlistedDebits,
            config,
            refused));
    }

    private bool IsSentenceOf(TerminalState state) =>
        sentence.List == state.Present.ListInUse && ReferenceEquals(sentence.Peers, state.Present.Peers);

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
