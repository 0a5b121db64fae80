namespace Tests.Support;

/// <summary>Times that tests agree on.</summary>
public static class Clock
{
    /// <summary>Friday, 2026-11-20, at noon UTC.</summary>
    public const long Noon = 1_795_176_000_000;

    public const long Second = 1_000;

    public const long Minute = 60 * Second;

    public const long Hour = 60 * Minute;

    public const long Day = 24 * Hour;
}
