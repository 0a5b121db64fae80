namespace EdgeTerminal.Core;

/// <summary>What ends of pours say and do.</summary>
internal static class PourEnds
{
    /// <summary>In a fact.</summary>
    public static string Word(this PourEnd end) => end switch
    {
        PourEnd.GrantUsed => "grantUsed",
        PourEnd.CardGone => "cardGone",
        PourEnd.NoFlow => "noFlow",
        PourEnd.TooSlow => "tooSlow",
        PourEnd.TooLong => "tooLong",
        PourEnd.StoppedByStaff => "stoppedByStaff",
        PourEnd.StoppedByCommand => "stoppedByCommand",
        PourEnd.Stopped => "stopped",
        PourEnd.Leak => "leak",
        PourEnd.MeterDead => "meterDead",
        PourEnd.LeaseRanOut => "leaseRanOut",
        PourEnd.DeviceLost => "deviceLost",
        PourEnd.PowerCut => "powerCut",
        _ => throw new ArgumentOutOfRangeException(nameof(end)),
    };

    /// <summary>What is wrong with the station when a pour ends so; null: nothing.</summary>
    public static (Fault Fault, string Detail)? Shows(this PourEnd end) => end switch
    {
        PourEnd.TooSlow => (Fault.KegEmpty, "too little flowed"),
        PourEnd.MeterDead => (Fault.MeterDead, "the valve was open and the meter did not move"),
        PourEnd.Leak => (Fault.ValveLeaks, "it flowed on after the valve was shut"),
        PourEnd.DeviceLost => (Fault.ValveLost, "the valve or the meter is gone"),
        _ => null,
    };

    /// <summary>Why the valve shut by itself.</summary>
    public static PourEnd Of(ValveClosing why) => why switch
    {
        ValveClosing.GrantUsed => PourEnd.GrantUsed,
        ValveClosing.DeadlinePassed => PourEnd.TooLong,
        ValveClosing.LeaseRanOut => PourEnd.LeaseRanOut,
        ValveClosing.Ordered => PourEnd.Stopped,
        ValveClosing.DeviceLost => PourEnd.DeviceLost,
        _ => throw new ArgumentOutOfRangeException(nameof(why)),
    };
}
