using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What is other in one version of a list than in an earlier one.</summary>
/// <param name="Cards">Of which it says something else.</param>
/// <param name="Terminals">Of which it has more records.</param>
internal sealed record ListChanges(HashSet<CardToken> Cards, HashSet<TerminalId> Terminals)
{
    /// <summary>Nothing.</summary>
    public static ListChanges None => new([], []);

    /// <summary>Both.</summary>
    public ListChanges With(ListChanges other) => new([.. Cards, .. other.Cards], [.. Terminals, .. other.Terminals]);
}
