using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// What sales or entries of one terminal took and may be given back, once. Bounded: what is given back later waits in
/// suspense.
/// </summary>
internal sealed class Takings
{
    /// <summary>So many of the last ones; a busy bar has a quarter of it between two closings.</summary>
    public const int Most = 20_000;

    private readonly Dictionary<RecordPosition, ValueList<BookedTaking>> rows = [];
    private readonly Queue<RecordPosition> order = [];
    private RecordPosition closed;

    /// <summary>What may be given back for the record of this name; null: nothing of that kind was taken.</summary>
    public BookedTaking? Find(RecordPosition name, ValueList<Payment> returned) =>
        rows.GetValueOrDefault(name).FirstOrDefault(taking => taking.Payments == returned);

    /// <summary>One was booked; one that comes late, from before a closing, is final.</summary>
    /// <param name="name">What a return calls it.</param>
    /// <param name="taking">As booked.</param>
    public void Add(RecordPosition name, BookedTaking taking)
    {
        if (taking.Position <= closed)
            return;
        rows[name] = [.. rows.GetValueOrDefault(name), taking];
        order.Enqueue(name);
        while (order.Count > Most)
            rows.Remove(order.Dequeue());
    }

    /// <summary>It was given back: not again.</summary>
    public void Remove(RecordPosition name, BookedTaking taking) => BookedRows.Replace(rows, name, taking, by: null);

    /// <summary>Nothing of this name may be given back any more.</summary>
    public void RemoveAll(RecordPosition name) => rows.Remove(name);

    /// <summary>A closing stands here: what is before it is final.</summary>
    public void Close(RecordPosition position)
    {
        if (closed < position)
            closed = position;
        foreach (var (name, taken) in rows.ToList())
            foreach (var taking in taken.Where(taking => taking.Position < position))
                Remove(name, taking);
        var left = order.Where(rows.ContainsKey).ToList();
        order.Clear();
        foreach (var name in left)
            order.Enqueue(name);
    }

    /// <summary>What was taken of one account is given back to another.</summary>
    public void Merge(Account from, Account into)
    {
        foreach (var (name, taken) in rows.ToList())
            foreach (var taking in taken.Where(taking => taking.Postings.Any(row => row.Account == from)))
                BookedRows.Replace(rows, name, taking, taking with
                {
                    Postings = [.. taking.Postings.Select(Moved)],
                });

        Posting Moved(Posting row) => row.Account == from ? row with { Account = into } : row;
    }
}
