using System.Globalization;
using System.Text;
using HardwareDrivers.Abstractions;

namespace Tests.BenchPage;

/// <summary>Pictures of what stands on the bench, as SVG.</summary>
internal static class Picture
{
    private const int Width = 128;
    private const int Height = 64;

    /// <summary>A display, a square for each lit pixel; null: it is dark.</summary>
    /// <param name="frame">What is lit.</param>
    /// <param name="reads">What stands there …</param>
    /// <param name="language">… in which language.</param>
    public static Html OfDisplay(MonochromeFrame? frame, string reads, string language) => Html.Of(
        $"""
        <svg class="display" viewBox="-4 -4 {Width + 8} {Height + 8}" role="img" lang="{language}" aria-label="{reads}">
        <rect x="-4" y="-4" width="{Width + 8}" height="{Height + 8}" rx="3"/>
        <path d="{(frame is null ? "" : Lit(frame))}" shape-rendering="crispEdges"/></svg>
        """);

    /// <summary>A glass that is so full.</summary>
    public static Html OfGlass(long microlitres, long capacity, bool flows)
    {
        const int Room = 100;
        var level = Math.Min(Room, microlitres * Room / capacity);
        return Html.Of(
            $"""
            <svg class="glass" viewBox="0 0 80 150" aria-hidden="true">
            <path class="tap" d="M28 0h24v16h-8v8h-8v-8h-8z"/>
            {Html.If(flows, () => Html.Of($"<path class=\"stream\" d=\"M38 24h4v{120 - level}h-4z\"/>"))}
            <path class="beer" d="M15 {144 - level}h50v{level}h-50z"/>
            <path class="wall" d="M14 40v105h52v-105"/></svg>
            """);
    }

    /// <summary>A turnstile, its arm across or away.</summary>
    public static Html OfTurnstile(bool isReleased) => Html.Of(
        $"""
        <svg class="turnstile" viewBox="0 0 120 80" aria-hidden="true"><path class="post" d="M10 15h14v60h-14z"/>
        {(isReleased
            ? Html.Of($"<path class=\"arm free\" d=\"M24 25l20 45h8l-20-45z\"/>")
            : Html.Of($"<path class=\"arm\" d=\"M24 25h80v8h-80z\"/>"))}</svg>
        """);

    /// <summary>Runs of lit pixels, as a path.</summary>
    private static string Lit(MonochromeFrame frame)
    {
        var path = new StringBuilder();
        for (var y = 0; y < frame.Height; y++)
            for (var x = 0; x < frame.Width; x++)
            {
                var begin = x;
                while (x < frame.Width && frame[x, y])
                    x++;
                if (x > begin)
                    path.Append(CultureInfo.InvariantCulture, $"M{begin} {y}h{x - begin}v1h{begin - x}z");
            }
        return path.ToString();
    }
}
