using System.Collections.Immutable;
using CloudBridge.Contract;

namespace CloudBridge.Relay;

/// <summary>What the relay tells the host.</summary>
public abstract record RelayNews
{
    private RelayNews()
    {
    }

    /// <summary>The ledger has answered an ask of this boot.</summary>
    /// <param name="Current">The list that it had then; null when it had none.</param>
    /// <param name="AskedMilliseconds">When that ask was sent, by the monotonic clock.</param>
    /// <param name="HeardMilliseconds">When the answer came; not long after it was asked.</param>
    /// <param name="LedgerMilliseconds">The ledger's time between these two, since 1970-01-01T00:00:00Z.</param>
    public sealed record BeatAnswered(
        ListVersion? Current, long AskedMilliseconds, long HeardMilliseconds, long LedgerMilliseconds) : RelayNews;

    /// <summary>A list has been stored, durably.</summary>
    public sealed record ListStored(ListVersion Version) : RelayNews;

    /// <summary>A configuration of the ledger's has been stored, durably.</summary>
    public sealed record ConfigStored(ConfigVersion Version) : RelayNews;

    /// <summary>A configuration of the ledger's cannot be followed here; the one before goes on.</summary>
    public sealed record ConfigRefused(ConfigVersion Version, string Why) : RelayNews;

    /// <summary>The ledger has records that this journal does not have: an older image was restored.</summary>
    public sealed record Diverged(string Detail) : RelayNews
    {
        /// <summary>The epoch that it is about; null: the journal was empty.</summary>
        public long? Epoch { get; init; }
    }

    /// <summary>An ack of the ledger was read, new or kept by the broker; it has acknowledged up to here.</summary>
    public sealed record Acknowledged(RecordPosition Position) : RelayNews;

    /// <summary>The ledger has granted an epoch, for when the journal may not go on in its own.</summary>
    public sealed record EpochGranted(long Epoch) : RelayNews;

    /// <summary>The ledger orders something of this terminal. Whoever brought it may bring it again.</summary>
    public sealed record Commanded(CommandMessage Command) : RelayNews;

    /// <summary>No broker could be reached; the relay goes on trying.</summary>
    public sealed record NotConnected(string Detail) : RelayNews;

    /// <summary>The broker turns this terminal away, or refuses it what it has to say or hear there.</summary>
    public sealed record BrokerRefused(string Detail) : RelayNews;

    /// <summary>Another machine runs with this terminal's key: its signed word was at the broker.</summary>
    public sealed record TwinSeen(string Detail, long Epoch) : RelayNews;

    /// <summary>Other terminals of the site were heard, or it became known how much of them is missing.</summary>
    /// <param name="Records">None of them was told before; in the order in which they came.</param>
    /// <param name="SomeMissing">
    /// Something is known to be missing, or not known not to be, and may yet come: it is being asked for.
    /// </param>
    public sealed record PeersHeard(ImmutableArray<HeardRecord> Records, bool SomeMissing) : RelayNews;

    /// <summary>The broker brings what this terminal says, and nothing of the ledger.</summary>
    public sealed record LedgerSilent(string Detail) : RelayNews;

    /// <summary>The broker refuses what only helps: to hear others, commands or oneself, or to ask others.</summary>
    public sealed record TopicRefused(string Topic, string Detail) : RelayNews;

    /// <summary>
    /// A message was not what its topic carries: counted and logged, and otherwise as if it had not come.
    /// </summary>
    public sealed record Rejected(string Topic, FormatError Error) : RelayNews;

    /// <summary>A list could not be stored; it is tried again.</summary>
    public sealed record ListNotStored(ListVersion Version, string Why) : RelayNews;

    /// <summary>The list that is stored cannot be used, and nothing comes that would change that.</summary>
    public sealed record ListOfNoUse(ListVersion Version, string Why) : RelayNews;
}
