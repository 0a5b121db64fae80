namespace CloudBridge.Ledger;

/// <summary>What came of an act.</summary>
/// <typeparam name="T">What it answers.</typeparam>
internal abstract record Outcome<T>
{
    private Outcome()
    {
    }

    /// <summary>It is done.</summary>
    public sealed record Done(T Answer) : Outcome<T>;

    /// <summary>It was done before, for the same request.</summary>
    /// <param name="Json">What was answered then.</param>
    public sealed record Again(string Json) : Outcome<T>;

    /// <summary>It is not done.</summary>
    public sealed record Refused(Refusal Reason) : Outcome<T>;

    /// <summary>Why it is not done; null: it is.</summary>
    public Refusal? Why => (this as Refused)?.Reason;
}
