using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Rows by names that several may share.</summary>
internal static class BookedRows
{
    /// <summary>Replaces the first row that is equal; a name without rows goes.</summary>
    /// <param name="rows">All.</param>
    /// <param name="name">Whose.</param>
    /// <param name="old">It is there.</param>
    /// <param name="by">Null: by nothing.</param>
    public static void Replace<TName, TRow>(Dictionary<TName, ValueList<TRow>> rows, TName name, TRow old, TRow? by)
        where TName : notnull
        where TRow : class
    {
        var left = rows[name].ToList();
        var index = left.IndexOf(old);
        if (by is null)
            left.RemoveAt(index);
        else
            left[index] = by;
        if (left.Count == 0)
            rows.Remove(name);
        else
            rows[name] = [.. left];
    }
}
