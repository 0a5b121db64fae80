namespace CloudBridge.Ledger;

/// <summary>What is work to find out, and need not be found out each time that a page looks by itself.</summary>
/// <param name="find">Finds it out.</param>
/// <param name="term">It is good for so long.</param>
/// <param name="time">Clocks.</param>
internal sealed class Seldom<T>(Func<T> find, TimeSpan term, TimeProvider time)
{
    private readonly Lock gate = new();
    private (long At, T Found)? last;

    /// <summary>It.</summary>
    /// <param name="isNow">As it is now, and not as it was not long ago.</param>
    public T Get(bool isNow)
    {
        lock (gate)
        {
            if (isNow || last is not { } known || time.GetElapsedTime(known.At) >= term)
                last = (time.GetTimestamp(), find());
            return last.Value.Found;
        }
    }
}
