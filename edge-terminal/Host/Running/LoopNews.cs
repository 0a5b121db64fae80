using CloudBridge.Relay;

namespace EdgeTerminal.Host;

/// <summary>
/// Which of the relay's news the loop hears. What was rejected the relay counts and says: whoever floods us must not
/// take the guests' places there.
/// </summary>
internal sealed class LoopNews
{
    private bool isFirstWord = true;

    /// <summary>It is for the loop.</summary>
    public bool Wants(RelayNews news)
    {
        if (news is RelayNews.BeatAnswered or RelayNews.ListStored or RelayNews.Diverged or RelayNews.TwinSeen or
            RelayNews.PeersHeard or RelayNews.EpochGranted or RelayNews.Commanded)
            return true;
        // The loop waits for the first of them only.
        if (!isFirstWord || news is not (RelayNews.Acknowledged or RelayNews.NotConnected))
            return false;
        isFirstWord = false;
        return true;
    }
}
