namespace CloudBridge.Contract;

/// <summary>
/// A line of another terminal's journal that was heard on the site's broker. That terminal's key has signed it; whether
/// it follows what was heard before is for <see cref="HeardChain"/> to say.
/// </summary>
/// <param name="Peer">Whose.</param>
/// <param name="Position">Which line of its journal it says it is.</param>
/// <param name="Hash">Of the line.</param>
/// <param name="Previous">Hash of the line before; zero for the first of an epoch.</param>
/// <param name="Stamp">When, by its own clocks.</param>
/// <param name="Fact">What; null: of a kind that this build does not know.</param>
public sealed record HeardRecord(
    TerminalId Peer, RecordPosition Position, Digest Hash, Digest Previous, Stamp Stamp, Fact? Fact)
{
    /// <summary>The line of a former epoch that this one says again; null: none.</summary>
    public RecordName? Reissues { get; init; }

    /// <summary>Its chain.</summary>
    public PeerEpoch Chain => new(Peer, Position.Epoch);

    /// <summary>Where what it says was said first.</summary>
    public RecordPosition First => Reissues?.Position() ?? Position;

    /// <summary>The line that said it first: what a line did, it did once.</summary>
    public Digest FirstHash => Reissues?.Hash ?? Hash;
}
