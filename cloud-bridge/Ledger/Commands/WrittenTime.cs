using System.Globalization;

namespace CloudBridge.Ledger;

/// <summary>A moment as people write it down, to the second.</summary>
internal static class WrittenTime
{
    /// <summary>What it must look like, for messages.</summary>
    public const string Expected = "a time with its place's offset: 2026-12-31T23:59:59+01:00";

    private const string Format = "yyyy-MM-dd'T'HH:mm:ssK";

    /// <returns>Milliseconds since 1970-01-01T00:00:00Z; null: it is none.</returns>
    public static long? Read(string text) =>
        DateTimeOffset.TryParseExact(
            text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUnixTimeMilliseconds()
            : null;

    /// <summary>In UTC.</summary>
    public static string Write(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
