using System.Globalization;

namespace CloudBridge.Ledger;

/// <summary>Bars, one an hour, as SVG. Who does not see them has the same numbers in a table.</summary>
internal static class Plot
{
    private const int Width = 720;
    private const int Height = 160;
    private const int Left = 8;
    private const int Above = 20;
    private const int Below = 24;
    private const int Labels = 8;
    private const int HoursADay = 24;

    /// <param name="name">What is counted.</param>
    /// <param name="first">The first hour, since 1970-01-01T00:00:00Z.</param>
    /// <param name="values">One an hour.</param>
    /// <param name="write">How a value is written.</param>
    public static Html Of(string name, long first, IReadOnlyList<Int128> values, Func<Int128, string> write)
    {
        var (least, most) = (values.Prepend(0).Min(), values.Prepend(0).Max());
        var range = most - least == 0 ? 1 : most - least;
        var zero = Above + PixelsOf(most, range);
        var bars = Html.Each(values.Index(), row => Bar(
            values.Count, row.Index, row.Item, zero, PixelsOf(Int128.Abs(row.Item), range)));
        // A day's plot has an hour in three, others have their midnights.
        var step = values.Count <= HoursADay ? HoursADay / Labels : HoursADay;
        const int below = Above + Height + 6;
        var labels = Html.Each(values.Index().Where(row => (first + row.Index) % step == 0), row => Html.Of(
            $"""
            <text class="hour" x="{XOf(values.Count, row.Index)}" y="{below}">{LabelOf(first + row.Index)}</text>
            """));
        return Html.Of(
            $"""
            <svg class="plot" viewBox="0 0 {Width + 2 * Left} {Above + Height + Below}" role="img" aria-label="{name}">
            <text x="{Left}" y="14">{write(most)}</text>
            {bars}<path class="axis" d="M{Left} {zero}h{Width}"/>
            {labels}</svg>
            """);
    }

    /// <summary>The hour of the day; at midnight the day.</summary>
    private static string LabelOf(long hour)
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(hour * 3_600);
        return at.ToString(at.Hour == 0 ? "dd/MM" : "HH'h'", CultureInfo.InvariantCulture);
    }

    private static Html Bar(int count, int index, Int128 value, int zero, int pixels)
    {
        var x = XOf(count, index);
        var wide = Math.Max(1, XOf(count, index + 1) - x - 1);
        return Html.If(pixels > 0, () => Html.Of(
            $"""<rect x="{x}" y="{(value < 0 ? zero : zero - pixels)}" width="{wide}" height="{pixels}"/>"""));
    }

    private static int XOf(int count, int index) => Left + index * Width / count;

    private static int PixelsOf(Int128 value, Int128 range) => (int)(value * Height / range);
}
