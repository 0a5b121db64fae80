namespace HardwareDrivers.Pn532;

/// <summary>What came of a command.</summary>
internal abstract record ExchangeOutcome<TResponse>
{
    private ExchangeOutcome()
    {
    }

    /// <summary>What it says of the chip.</summary>
    public ReaderSign Sign => this switch
    {
        Answered => ReaderSign.Answered,
        Unacknowledged or Unanswered => ReaderSign.Silent,
        _ => ReaderSign.Garbled,
    };

    /// <summary>The chip has answered.</summary>
    public sealed record Answered(TResponse Response) : ExchangeOutcome<TResponse>;

    /// <summary>No ACK came, to any try: nobody is there, or nobody listens.</summary>
    public sealed record Unacknowledged : ExchangeOutcome<TResponse>
    {
        public override string ToString() => "the chip does not acknowledge";
    }

    /// <summary>The chip was working on it when the patience ran out, and has been told to stop.</summary>
    public sealed record Unanswered(TimeSpan After) : ExchangeOutcome<TResponse>
    {
        public override string ToString() => $"no response within {After.TotalMilliseconds:0} ms";
    }

    /// <summary>The chip says "syntax error".</summary>
    public sealed record Refused : ExchangeOutcome<TResponse>
    {
        public override string ToString() => "the chip calls it a syntax error";
    }

    /// <summary>A response came, and could not be read the second time either.</summary>
    public sealed record Garbled(string Detail) : ExchangeOutcome<TResponse>
    {
        public override string ToString() => Detail;
    }
}
