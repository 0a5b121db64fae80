using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>How the ledger paces itself. Times in milliseconds of the monotonic clock.</summary>
public sealed record LedgerOptions
{
    /// <summary>
    /// What has changed in the card list is said at most so often: less than a second, because time comes by quarters
    /// of one, and a second after the change terminals are to have it.
    /// </summary>
    public long ListEvery { get; init; } = 700;

    /// <summary>
    /// What has changed since an earlier list is said again to whoever asks, at most so often; since one list each time
    /// after twice as long, …
    /// </summary>
    public long RepeatDeltaEvery { get; init; } = 5_000;

    /// <summary>… at most this.</summary>
    public long LongestDeltaPause { get; init; } = 30_000;

    /// <summary>
    /// Somebody with a list of an era before may need a later whole list than the last: it is made at most so often.
    /// </summary>
    public long WholeEvery { get; init; } = 30_000;

    /// <summary>
    /// Where something changed, the whole list is made anew after this in any case: somebody may have missed a change
    /// and not be able to ask, or to take the answer.
    /// </summary>
    public long WholeAtLeastEvery { get; init; } = 300_000;

    /// <summary>
    /// Cards of a whole list that are made at a time: so long whoever books waits. A list of no more is made at once.
    /// </summary>
    public int CardsAtOnce { get; init; } = 16_384;

    /// <summary>Draws what tells one history of lists from another.</summary>
    public Func<Nonce> NewHistory { get; init; } = Nonce.Create;

    /// <summary>An ack that says nothing new is said again at most so often to one terminal.</summary>
    public long RepeatAckEvery { get; init; } = 1_000;

    /// <summary>A command that is not answered is said again after this.</summary>
    public long RepeatCommandEvery { get; init; } = 5_000;

    /// <summary>A configuration that a terminal does not have is said to it again after this.</summary>
    public long RepeatConfigEvery { get; init; } = 60_000;

    /// <summary>Who has said nothing for so long is away: the broker keeps it for him.</summary>
    public long ConfigSilence { get; init; } = 5 * 60_000;

    /// <summary>Where it is watched, what there is to be seen is looked at so often.</summary>
    public long LookEvery { get; init; } = 2_000;

    /// <summary>
    /// Of several workers one may have a line in its hands while another has those behind it: these wait so long before
    /// they are parked.
    /// </summary>
    public long EarlyPatience { get; init; } = 1_000;
}
