namespace CloudBridge.Contract;

/// <summary>
/// What staff gave in a day, record by record: a terminal holds its caps against it, and the ledger holds the terminal
/// against the same.
/// </summary>
public static class StaffShares
{
    /// <summary>
    /// One more. Of a day that is over no cap asks; what no clock dated is of the first day that one does.
    /// </summary>
    public static ValueList<StaffShare> With(this ValueList<StaffShare> shares, StaffShare share) =>
    [
        .. shares.Dated(share.Day).Where(row => share.Day == 0 || row.Day == 0 || row.Day >= share.Day - 1),
        share,
    ];

    /// <summary>Some of them are of a day that nobody knows yet.</summary>
    public static bool IsUndated(this ValueList<StaffShare> shares) => shares.Any(row => row.Day == 0);

    /// <summary>A day is known: what no clock dated before is of it.</summary>
    /// <param name="shares">In the order of their records.</param>
    /// <param name="day">0: it is not known.</param>
    public static ValueList<StaffShare> Dated(this ValueList<StaffShare> shares, long day) =>
        day != 0 && shares.IsUndated()
            ? [.. shares.Select(row => row.Day == 0 ? row with { Day = day } : row)]
            : shares;

    /// <summary>What a card gave on a day, later by another clock, or when no clock could be trusted.</summary>
    /// <param name="shares">In the order of their records.</param>
    /// <param name="staff">Whose.</param>
    /// <param name="day">0: the time is not trusted.</param>
    /// <returns>At most <see cref="Money.Limit"/>.</returns>
    public static long On(this ValueList<StaffShare> shares, CardToken staff, long day) => (long)Int128.Min(
        shares.Where(row => (row.Staff ?? staff) == staff && (row.Day >= day || row.Day == 0))
            .Aggregate(Int128.Zero, (sum, row) => sum + row.Amount),
        Money.Limit);
}
