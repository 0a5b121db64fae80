using System.Collections.Immutable;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Pn532;

/// <summary>
/// Lines that bring back a chip which no command reaches. Both are inactive while the chip runs, which is also their
/// safe state. They belong to the caller.
/// </summary>
/// <param name="Reset">Active holds the chip in reset (RSTPD_N low); null: not wired.</param>
/// <param name="Supply">Active takes the chip's supply away; null: not wired.</param>
public sealed record RecoveryLines(IOutputLine? Reset, IOutputLine? Supply)
{
    /// <summary>Commands are all there is.</summary>
    public static RecoveryLines None { get; } = new(null, null);

    /// <summary>What can be tried, mildest first.</summary>
    internal ImmutableArray<RecoveryRung> Rungs =>
        [.. Enum.GetValues<RecoveryRung>().Where(rung => NeedsNoLine(rung) || LineOf(rung) is not null)];

    /// <summary>The line that a rung pulls.</summary>
    internal IOutputLine? LineOf(RecoveryRung rung) => rung switch
    {
        RecoveryRung.Reset => Reset,
        RecoveryRung.Supply => Supply,
        _ => null,
    };

    private static bool NeedsNoLine(RecoveryRung rung) => rung is RecoveryRung.Abort or RecoveryRung.SetUp;
}
