using CloudBridge.Contract;
using CloudBridge.Relay;

namespace EdgeTerminal.Host;

/// <summary>The relay, as the loop sees it.</summary>
internal sealed class RelayUplink(Relay relay) : IUplink
{
    public void JournalGrew() => relay.JournalGrew();

    public void ListApplied() => relay.ListApplied();

    public void AskForCardList() => relay.AskForCardList();

    public void StatusChanged(StatusMessage status) => relay.StatusChanged(status);
}
