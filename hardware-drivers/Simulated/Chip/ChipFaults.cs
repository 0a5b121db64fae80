namespace HardwareDrivers.Simulated;

/// <summary>Which faults a chip has at the moment: so many times, or up to a moment.</summary>
public sealed class ChipFaults
{
    private readonly Dictionary<ChipFault, (int Times, int After, long Until)> armed = [];
    private readonly Dictionary<ChipFault, int> happened = [];

    /// <summary>Lets a fault happen at its next occasions; replaces what was armed of it.</summary>
    /// <param name="fault">Which.</param>
    /// <param name="times">How often; 0 for not any more.</param>
    /// <param name="after">So many occasions go by before.</param>
    public void Arm(ChipFault fault, int times, int after = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(times);
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        armed[fault] = (times, after, long.MaxValue);
    }

    /// <summary>Lets a fault happen at every occasion for a while; replaces what was armed of it.</summary>
    /// <param name="fault">Which.</param>
    /// <param name="moment">Until when: nanoseconds on the chip's clock.</param>
    public void ArmUntil(ChipFault fault, long moment) => armed[fault] = (int.MaxValue, 0, moment);

    /// <summary>How often a fault has happened.</summary>
    public int Happened(ChipFault fault) => happened.GetValueOrDefault(fault);

    /// <summary>There is an occasion for a fault.</summary>
    /// <returns>It happens.</returns>
    internal bool Strikes(ChipFault fault, long moment)
    {
        if (!armed.TryGetValue(fault, out var left) || left.Times == 0 || moment >= left.Until)
            return false;
        if (left.After > 0)
        {
            armed[fault] = left with { After = left.After - 1 };
            return false;
        }
        armed[fault] = left with { Times = left.Times - 1 };
        happened[fault] = Happened(fault) + 1;
        return true;
    }
}
