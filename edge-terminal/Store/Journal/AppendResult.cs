using CloudBridge.Contract;

namespace EdgeTerminal.Store;

/// <summary>What became of facts that were to be made durable.</summary>
public abstract record AppendResult
{
    private AppendResult()
    {
    }

    /// <summary>They are on disk.</summary>
    /// <param name="Records">In order.</param>
    public sealed record Appended(IReadOnlyList<JournalRecord> Records) : AppendResult;

    /// <summary>They may or may not be. The journal takes no more: close it, open it again, and see.</summary>
    /// <param name="Detail">For the log.</param>
    public sealed record Failed(string Detail) : AppendResult;
}
