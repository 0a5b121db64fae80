namespace CloudBridge.Ledger;

/// <summary>Who did what at the ledger, so much of it as memory has room for. All of it is in the log.</summary>
internal sealed class ActBook
{
    /// <summary>So many are kept of the site's people, and as many of programs and strangers.</summary>
    public const int Most = 20_000;

    private readonly Queue<(long Number, ActRow Row)> people = [];
    private readonly Queue<(long Number, ActRow Row)> others = [];
    private long last;

    /// <summary>The last first, with the numbers in which they came.</summary>
    public IEnumerable<(long Number, ActRow Row)> Latest
    {
        get
        {
            using var one = people.Reverse().GetEnumerator();
            using var other = others.Reverse().GetEnumerator();
            var (hasOne, hasOther) = (one.MoveNext(), other.MoveNext());
            while (hasOne || hasOther)
                if (hasOne && (!hasOther || one.Current.Number > other.Current.Number))
                {
                    yield return one.Current;
                    hasOne = one.MoveNext();
                }
                else
                {
                    yield return other.Current;
                    hasOther = other.MoveNext();
                }
        }
    }

    /// <summary>An entry was folded. Programs' many refills push out no act of the site's people.</summary>
    public void Note(LedgerEntry entry)
    {
        if (ActRow.Of(entry) is not { } row)
            return;
        var queue = row.IsOfMany ? others : people;
        queue.Enqueue((++last, row));
        if (queue.Count > Most)
            queue.Dequeue();
    }
}
