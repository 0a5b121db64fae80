using System.Collections.Immutable;
using System.Diagnostics;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Pn532;

/// <summary>
/// The reader's health: which step comes after which sign. Pure. A chip that fails is taken up the ladder, rung by
/// rung; one that fails again before it has looked at the field once goes on where it was, so that no rung that only
/// seems to help is tried for ever.
/// </summary>
/// <remarks>
/// The two mild rungs take less than half a second and are not announced; from the reset on the reader is lost until
/// it works.
/// </remarks>
/// <param name="rungs">Those that there are, mildest first; the set-up is always one of them.</param>
internal sealed class ReaderHealthMachine(ImmutableArray<RecoveryRung> rungs)
{
    private const RecoveryRung FirstThatIsAnnounced = RecoveryRung.Reset;

    /// <summary>Where the reader stands after a sign.</summary>
    /// <exception cref="UnreachableException">The step cannot give this sign.</exception>
    public ReaderCondition Next(ReaderCondition now, ReaderSign sign) => (now.Step, sign) switch
    {
        (ReaderStep.Open, ReaderSign.Opened) => now with { Step = ReaderStep.SetUp },
        (ReaderStep.Open, ReaderSign.LinkLost) => Lost,

        (ReaderStep.SetUp, ReaderSign.Answered) => Working(null),
        // The rung of the set-up: a second time, and at another rate of the line.
        (ReaderStep.SetUp, ReaderSign.Silent or ReaderSign.Garbled) => Climb(now with { Rung = RecoveryRung.Abort }),
        (ReaderStep.SetUp, ReaderSign.LinkLost) => Lost,

        (ReaderStep.Watch, ReaderSign.Progressed) => now with { Rung = null },
        (ReaderStep.Watch, ReaderSign.Silent or ReaderSign.Garbled) => Climb(now),
        (ReaderStep.Watch, ReaderSign.LinkLost) => Lost,

        (ReaderStep.Recover, ReaderSign.Answered) => Working(now.Rung),
        (ReaderStep.Recover, ReaderSign.Silent or ReaderSign.Garbled or ReaderSign.LineFailed) => Climb(now),
        (ReaderStep.Recover, ReaderSign.LinkLost) => Lost,

        (ReaderStep.Pause, ReaderSign.TimePassed) => now with { Step = ReaderStep.Open },

        _ => throw new UnreachableException($"The step {now.Step} gave the sign {sign}."),
    };

    private static ReaderCondition Lost { get; } = new(ReaderStep.Pause, ReaderHealth.Lost, null);

    private static ReaderCondition Working(RecoveryRung? by) => new(ReaderStep.Watch, ReaderHealth.Working, by);

    private ReaderCondition Climb(ReaderCondition now)
    {
        foreach (var rung in rungs)
            if (now.Rung is null || rung > now.Rung)
                return new ReaderCondition(
                    ReaderStep.Recover, rung >= FirstThatIsAnnounced ? ReaderHealth.Lost : now.Health, rung);
        return Lost;
    }
}
