using CloudBridge.Contract;

namespace CloudBridge.Relay;

/// <summary>How patient the relay is. Times in milliseconds of the monotonic clock.</summary>
public sealed record RelayOptions
{
    /// <summary>Journal lines in one message; a test sends them one by one.</summary>
    public int BatchBytes { get; init; } = Topics.LongestJournalMessage;

    /// <summary>Journal messages that wait for the broker's PUBACK at once.</summary>
    public int MostUnderWay { get; init; } = 8;

    /// <summary>An ask is sent each so often, and whenever an answer is wanted at once.</summary>
    public long AskEvery { get; init; } = 10_000;

    /// <summary>
    /// An ask that is older is not answered any more. What the terminal then takes for the ledger's time is wrong by
    /// half of this at most.
    /// </summary>
    public long AnswerWithin { get; init; } = 30_000;

    /// <summary>
    /// Connected, and for so long no answer of the ledger and no ask of our own that the broker brought back: the
    /// connection is dropped and dialled anew.
    /// </summary>
    public long SilenceAllowed { get; init; } = 30_000;

    /// <summary>
    /// The broker brings what we say, and for so long nothing of the ledger: it is dialled anew all the same. A node of
    /// a cluster may be cut off from the one that the ledger is at. Each time after twice as long, …
    /// </summary>
    public long SilenceEndured { get; init; } = 300_000;

    /// <summary>… at most this, until the ledger answers: who dials anew asks all others what they said.</summary>
    public long LongestSilenceEndured { get; init; } = 900_000;

    /// <summary>
    /// A connection on which the ledger has answered and that has lasted so long is a good one: the next pause is short
    /// again, and what was said in the log may be said again.
    /// </summary>
    public long SteadyAfter { get; init; } = 10_000;

    /// <summary>
    /// The ledger is heard and does not acknowledge what the broker took so long ago: it did not arrive, send it again.
    /// </summary>
    public long AckPatience { get; init; } = 5_000;

    /// <summary>After going back once, a repeated ack is not a reason to go back again before this.</summary>
    public long RewindPatience { get; init; } = 2_000;

    /// <summary>
    /// Another terminal was asked for its records and comes no closer to the end for so long: it is not there.
    /// </summary>
    public long PeerPatience { get; init; } = 5_000;

    /// <summary>
    /// Something new of it comes all the time and the answer does not: the ask was dropped on its way, ask again.
    /// </summary>
    public long PeerAskAgain { get; init; } = 30_000;

    /// <summary>So much of the journal is sent again in a second, whoever asks for it.</summary>
    public long AgainBytesASecond { get; init; } = 1_048_576;

    /// <summary>
    /// Who asks so soon after an answer was begun waits, with all others who do, for the next. Well below
    /// <see cref="PeerPatience"/>.
    /// </summary>
    public long AgainPause { get; init; } = 1_000;

    /// <summary>It is asked again when it is heard, at first after this, …</summary>
    public long ShortestPeerPause { get; init; } = 10_000;

    /// <summary>… and each time after twice as long, at most this.</summary>
    public long LongestPeerPause { get; init; } = 300_000;

    /// <summary>How another terminal's line is read: where many relays are in one process, it may be known.</summary>
    public Func<ReadOnlyMemory<byte>, SiteId, Reading<PeerLine>> ReadLine { get; init; } = PeerLine.Read;

    /// <summary>Chunks of a list that are asked for at once: what they weigh is what a fetch takes in memory.</summary>
    public int MostChunksUnderWay { get; init; } = 16;

    /// <summary>
    /// A command that is brought again is passed on again after this: its terminal may not have been able to answer it.
    /// </summary>
    public long CommandPause { get; init; } = 1_000;

    /// <summary>
    /// A list in which nothing is other but what guests have spent is put to use at most so often: that writes a record
    /// and asks the ledger, and what was spent is known without it.
    /// </summary>
    public long ListPace { get; init; } = 5_000;

    /// <summary>
    /// Then with the next change, because the ledger is not yet at another version when it is asked; or, where none
    /// comes, after this.
    /// </summary>
    public long ListQuiet { get; init; } = 2_000;

    /// <summary>
    /// Who lacks changes of the list, or wants it whole, waits up to so long before it asks: a whole site lacks the
    /// same ones at once, and one answer is for all.
    /// </summary>
    public long ListJitter { get; init; } = 2_000;

    /// <summary>Changes that were asked for and have not come after this: ask again, …</summary>
    public long SincePatience { get; init; } = 7_000;

    /// <summary>… so often in all, then fetch the list whole.</summary>
    public int MostSinceAsks { get; init; } = 2;

    /// <summary>A list that could not be fetched or stored is tried again after this.</summary>
    public long ListPatience { get; init; } = 10_000;

    /// <summary>Who asks in vain waits each time twice as long before the next round, at most this.</summary>
    public long LongestListPatience { get; init; } = 300_000;

    /// <summary>A configuration that this terminal cannot follow is asked for again after this.</summary>
    public long RefusedPatience { get; init; } = 60_000;
}
