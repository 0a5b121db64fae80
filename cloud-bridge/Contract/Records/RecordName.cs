namespace CloudBridge.Contract;

/// <summary>
/// Which line, once and for all: two lines may claim one place, and one line may be said again in another.
/// </summary>
/// <param name="Epoch">The place that it was first written for …</param>
/// <param name="Sequence">… in its terminal's journal.</param>
/// <param name="Hash">Of the line.</param>
public sealed record RecordName(long Epoch, long Sequence, Digest Hash)
{
    /// <summary>Where it first stood.</summary>
    public RecordPosition Position() => new(Epoch, Sequence);
}
