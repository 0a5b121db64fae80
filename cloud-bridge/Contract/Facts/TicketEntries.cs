namespace CloudBridge.Contract;

/// <summary>How many went in with a ticket.</summary>
/// <param name="Admission">By which.</param>
/// <param name="People">How many, from 1 to <see cref="MostPeople"/>: no ticket has more.</param>
/// <param name="LatestMilliseconds">When the last of them did, or a while later: never before.</param>
public readonly record struct TicketEntries(ArticleId Admission, int People, long LatestMilliseconds)
{
    /// <summary>More are counted as so many: by then every ticket is used up.</summary>
    public const int MostPeople = 1_000;
}
