namespace EdgeTerminal.Core;

/// <summary>The age of the card list as a record said it.</summary>
/// <param name="AgeMilliseconds">Then.</param>
/// <param name="AtMilliseconds">When, by the monotonic clock …</param>
/// <param name="MachineBoot">… of this boot of the machine.</param>
public sealed record AgeReading(long AgeMilliseconds, long AtMilliseconds, string MachineBoot)
{
    /// <summary>
    /// The age now. Within one boot of the machine it is exact. After another it is an estimate from below: the time
    /// without power is not known, and is left to the count of untrusted boots.
    /// </summary>
    public long AgeAt(Now now, string machineBoot) => machineBoot == MachineBoot
        ? AgeMilliseconds + Math.Max(0, now.MonotonicMilliseconds - AtMilliseconds)
        : AgeMilliseconds + now.MonotonicMilliseconds;

    /// <summary>What is known of it when the machine starts again: all time that it was seen to be powered.</summary>
    /// <param name="lastAtMilliseconds">When the last record before was written, by the monotonic clock …</param>
    /// <param name="lastBoot">… of this boot of the machine.</param>
    /// <param name="newBoot">The boot that begins.</param>
    public AgeReading AfterReboot(long lastAtMilliseconds, string lastBoot, string newBoot) => new(
        AgeMilliseconds + (lastBoot == MachineBoot
            ? Math.Max(0, lastAtMilliseconds - AtMilliseconds)
            : lastAtMilliseconds),
        AtMilliseconds: 0,
        newBoot);
}
