namespace Tests.Support;

/// <summary>What may be wrong with a tap.</summary>
public enum TapTrouble
{
    /// <summary>Nothing is.</summary>
    None,

    /// <summary>It flows, whether the valve has current or not.</summary>
    ValveLeaks,

    /// <summary>Whatever flows, the meter stands still.</summary>
    MeterStuck,

    /// <summary>What flows is little.</summary>
    KegNearlyEmpty,
}
