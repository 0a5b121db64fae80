namespace HardwareDrivers.Cards;

/// <summary>What a counter says of a reading, given the last one that counted.</summary>
public enum CounterJudgement
{
    /// <summary>Higher, by no more than allowed.</summary>
    Fresh,

    /// <summary>Not higher: this message was shown before, or an older one was kept back.</summary>
    Replayed,

    /// <summary>Higher by more than allowed: somebody may have read ahead.</summary>
    TooFar,
}

/// <summary>Tells a new message of a card from one that was seen, or read ahead.</summary>
public static class SunCounter
{
    /// <param name="counter">Of this reading.</param>
    /// <param name="last">The highest that counted; null when none did.</param>
    /// <param name="largestStep">How much higher it may be, at least 1.</param>
    public static CounterJudgement Judge(long counter, long? last, long largestStep)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(largestStep, 1);
        if (last is not { } seen)
            return CounterJudgement.Fresh;
        if (counter <= seen)
            return CounterJudgement.Replayed;
        return counter - seen <= largestStep ? CounterJudgement.Fresh : CounterJudgement.TooFar;
    }
}
