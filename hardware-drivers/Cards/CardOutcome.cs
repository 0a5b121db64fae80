namespace HardwareDrivers.Cards;

/// <summary>What became of a talk with a card.</summary>
public abstract record CardOutcome<T>
{
    private CardOutcome()
    {
    }

    /// <summary>It did what was asked.</summary>
    public sealed record Done(T Value) : CardOutcome<T>;

    /// <summary>It said no, or what it said is wrong.</summary>
    /// <param name="Why">For people. Never a key.</param>
    public sealed record Denied(string Why) : CardOutcome<T>;

    /// <summary>It said nothing, or did not hear: it was taken away, or does not know the command.</summary>
    /// <param name="Why">What the reader saw.</param>
    public sealed record Gone(string Why) : CardOutcome<T>;

    /// <summary>Goes on with what came out; a failure stays as it is.</summary>
    public CardOutcome<TNext> Then<TNext>(Func<T, CardOutcome<TNext>> next) => this switch
    {
        Done done => next(done.Value),
        Denied denied => new CardOutcome<TNext>.Denied(denied.Why),
        Gone gone => new CardOutcome<TNext>.Gone(gone.Why),
        _ => throw new InvalidOperationException(ToString()),
    };

    /// <summary>The same with another value.</summary>
    public CardOutcome<TNext> Select<TNext>(Func<T, TNext> value) =>
        Then(done => (CardOutcome<TNext>)new CardOutcome<TNext>.Done(value(done)));

    /// <summary>What went wrong; null when nothing did.</summary>
    public string? Failure => this switch
    {
        Denied denied => denied.Why,
        Gone gone => gone.Why,
        _ => null,
    };
}
