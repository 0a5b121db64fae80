namespace HardwareDrivers.Pn532;

/// <summary>Counts and times what happens to a reader. Written by the reader's thread, read by any.</summary>
internal sealed class RecoveryLog(TimeProvider clock)
{
    private ReaderStatistics statistics = ReaderStatistics.Nothing;
    private long stepBegan;
    private long? failedAt;

    /// <summary>As it is now.</summary>
    public ReaderStatistics Statistics => Volatile.Read(ref statistics);

    /// <summary>A step begins.</summary>
    public void Begin() => stepBegan = clock.GetTimestamp();

    /// <summary>A step has ended.</summary>
    public void Note(ReaderCondition condition, ReaderSign sign)
    {
        var noted = Counted(condition, sign);
        if (condition is { Step: ReaderStep.Recover, Rung: { } rung })
            noted = noted.AfterRung(rung, sign == ReaderSign.Answered, clock.GetElapsedTime(stepBegan));
        if (sign == ReaderSign.Answered && failedAt is { } since)
            (noted, failedAt) = (noted.AfterRecovery(clock.GetElapsedTime(since)), null);
        Volatile.Write(ref statistics, noted);
    }

    private ReaderStatistics Counted(ReaderCondition condition, ReaderSign sign)
    {
        switch (condition.Step, sign)
        {
            case (_, ReaderSign.LinkLost):
                failedAt ??= clock.GetTimestamp();
                return statistics.AfterLinkLoss();
            case (ReaderStep.Watch, ReaderSign.Silent or ReaderSign.Garbled):
                failedAt ??= clock.GetTimestamp();
                return statistics.AfterChipFailure();
            case (_, ReaderSign.LineFailed):
                return statistics.AfterLineFailure();
            default:
                return statistics;
        }
    }
}
