using System.Globalization;

namespace Tests.Bench;

/// <summary>Figures as people read them: three digits that count, and the unit.</summary>
internal static class Words
{
    public static string Time(double milliseconds) => milliseconds switch
    {
        < 0.9995 => Digits(milliseconds * 1_000) + " µs",
        < 999.5 => Digits(milliseconds) + " ms",
        _ => Digits(milliseconds / 1_000) + " s",
    };

    public static string Ratio(double ratio) => ratio.ToString("0.00", CultureInfo.InvariantCulture);

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Rate(double perSecond) => Count((long)Math.Round(perSecond)) + "/s";

    public static string Megabytes(double megabytes) => megabytes.ToString("0.0", CultureInfo.InvariantCulture) + " MB";

    public static string Bytes(double bytes) => Count((long)bytes) + " B";

    private static string Digits(double value) => value.ToString(
        value switch { < 9.995 => "0.00", < 99.95 => "0.0", _ => "0" }, CultureInfo.InvariantCulture);
}
