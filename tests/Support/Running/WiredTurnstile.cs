using HardwareDrivers.Simulated;

namespace Tests.Support;

/// <summary>
/// A turnstile with its contacts, and the contact of a fire alarm, wired as docs/gate.md says: it is free without
/// current, contacts pull to ground, and the fire contact is closed until there is a fire.
/// </summary>
public sealed class WiredTurnstile
{
    private static readonly TimeSpan ContactTime = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan WhileRemembered = TimeSpan.FromSeconds(4);

    private readonly VirtualLine release;
    private readonly VirtualLine passed;
    private readonly VirtualLine tampered;
    private readonly VirtualLine fire;
    private int people;
    private long lastTurnedAway;

    /// <param name="release">Lets people through while it is high.</param>
    /// <param name="passed">Low for a moment with each person.</param>
    /// <param name="tampered">Low while it is forced.</param>
    /// <param name="fire">Low while there is none.</param>
    public WiredTurnstile(VirtualLine release, VirtualLine passed, VirtualLine tampered, VirtualLine fire)
    {
        (this.release, this.passed, this.tampered, this.fire) = (release, passed, tampered, fire);
        // The resistor that sets it free while nobody drives it.
        release.Drive(true);
        fire.Drive(false);
    }

    /// <summary>Whoever comes gets through.</summary>
    public bool IsReleased => release.Level;

    /// <summary>Somebody forces it.</summary>
    public bool IsForced { get; private set; }

    /// <summary>The alarm is on.</summary>
    public bool IsFire { get; private set; }

    /// <summary>Who got through so far.</summary>
    public int People => Volatile.Read(ref people);

    /// <summary>Somebody stood in front of it just now, and it was locked.</summary>
    public bool HasTurnedAway =>
        Interlocked.Read(ref lastTurnedAway) is > 0 and var moment &&
        TimeProvider.System.GetElapsedTime(moment) < WhileRemembered;

    /// <summary>Somebody walks up to it.</summary>
    /// <returns>False: it is locked, and nobody got through.</returns>
    public async Task<bool> WalkAsync(CancellationToken cancellation)
    {
        if (!IsReleased)
        {
            Interlocked.Exchange(ref lastTurnedAway, TimeProvider.System.GetTimestamp());
            return false;
        }
        passed.Drive(false);
        Interlocked.Increment(ref people);
        try
        {
            await Task.Delay(ContactTime, TimeProvider.System, cancellation);
        }
        finally
        {
            passed.Drive(null);
        }
        return true;
    }

    public void Force(bool isForced)
    {
        tampered.Drive(isForced ? false : null);
        IsForced = isForced;
    }

    public void Alarm(bool isFire)
    {
        fire.Drive(isFire ? null : false);
        IsFire = isFire;
    }
}
