using CloudBridge.Contract;

namespace EdgeTerminal.Host;

/// <summary>The way to the ledger, as the loop sees it.</summary>
internal interface IUplink
{
    /// <summary>There are new lines.</summary>
    void JournalGrew();

    /// <summary>A list took effect.</summary>
    void ListApplied();

    /// <summary>Somebody wants to know whether there is another list, and it.</summary>
    void AskForCardList();

    /// <summary>The terminal's state has changed.</summary>
    void StatusChanged(StatusMessage status);
}
