using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Terminals as console and gauges show them: what they said, and whether it can still be so. A last will does not come
/// through a bridge that is cut, and no broker says that the ledger does not hear it.
/// </summary>
/// <param name="fleet">What terminals say of themselves.</param>
/// <param name="isConnected">The ledger hears the broker.</param>
/// <param name="time">The ledger's clock.</param>
internal sealed class FleetView(Fleet fleet, Func<bool> isConnected, TimeProvider time)
{
    /// <summary>Whoever is in reach is heard more often; the alert of eng/prometheus waits as long.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(5);

    /// <summary>The ledger hears the broker.</summary>
    public bool IsConnected => isConnected();

    /// <summary>All of a ledger, those that were revoked too.</summary>
    public IReadOnlyList<TerminalRow> All(ILedgerStore store) =>
        store.Read(books => books.Terminals.Select(Of).ToList());

    /// <summary>Terminals have what the books have not said: these were restored without a new era.</summary>
    public bool AreBehind(ILedgerStore store) => store.Read(books => fleet.AheadOf(books) is not null);

    /// <summary>One.</summary>
    public TerminalRow Of(TerminalBook book) => Of(SeenTerminal.Of(book, fleet));

    /// <summary>One that was seen a moment ago.</summary>
    public TerminalRow Of(SeenTerminal seen) => new(seen)
    {
        IsSilent = !IsConnected ||
            seen.Word is not { Activity: TerminalActivity.Stopped } && IsLongAgo(seen.HeardMilliseconds),
    };

    private bool IsLongAgo(long? heard) =>
        heard is not { } at || time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(at) >= LongestSilence;
}
