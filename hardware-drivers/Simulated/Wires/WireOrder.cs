using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Simulated;

/// <summary>What a program says of a wire.</summary>
internal abstract record WireOrder
{
    private WireOrder()
    {
    }

    /// <summary>Is there such a chip; or: takes a line of it.</summary>
    /// <param name="Chip">N of <c>/dev/gpiochipN</c>.</param>
    /// <param name="Line">Null: the chip alone is asked for.</param>
    /// <param name="Consumer">What for.</param>
    public sealed record Open(int Chip, int? Line, string Consumer) : WireOrder
    {
        /// <summary>It is listened to; else it is driven.</summary>
        public bool IsInput { get; init; }

        /// <summary>The resistor inside the chip, of an input.</summary>
        public LineBias Bias { get; init; }

        /// <summary>What an output is driven to at once.</summary>
        public bool? Level { get; init; }
    }

    /// <summary>Drives it; null lets it go.</summary>
    public sealed record Drive(bool? Level) : WireOrder;

    /// <summary>Gives it back.</summary>
    public sealed record Close : WireOrder;
}

/// <summary>What the world says of a wire.</summary>
internal abstract record WireNews
{
    private WireNews()
    {
    }

    /// <summary>The order was carried out.</summary>
    public sealed record Done : WireNews;

    /// <summary>It was not.</summary>
    public sealed record Refused(string Why) : WireNews;

    /// <summary>What an input measures when it is opened.</summary>
    public sealed record Level(bool IsHigh) : WireNews;

    /// <summary>What it has become.</summary>
    /// <param name="Nanoseconds">When, on CLOCK_MONOTONIC.</param>
    /// <param name="IsHigh">The level.</param>
    /// <param name="Number">Counts from 1, also what was lost.</param>
    public sealed record Changed(long Nanoseconds, bool IsHigh, uint Number) : WireNews;
}
