namespace CloudBridge.Ledger;

/// <summary>What the console answers.</summary>
internal abstract record ConsoleReply
{
    private ConsoleReply()
    {
    }

    /// <summary>A page.</summary>
    /// <param name="Title">Of it.</param>
    /// <param name="Main">What it is about.</param>
    /// <param name="Status">200, or why it is another one.</param>
    public sealed record Page(string Title, Html Main, int Status = 200) : ConsoleReply
    {
        /// <summary>Where a browser looks again by itself, each minute; null: it does not.</summary>
        public string? LooksAgainAt { get; init; }
    }

    /// <summary>It is done; what there is to be seen is there.</summary>
    public sealed record Moved(string To) : ConsoleReply;
}
