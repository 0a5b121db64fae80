using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Simulated;
using Tests.Support;

namespace Tests.Browser;

/// <summary>What stands on the page is what there is: pixels of the display, lines of the journal.</summary>
public sealed partial class WorldTests(RunningBench bench)
{
    [Fact]
    public async Task A_display_is_drawn_pixel_for_pixel()
    {
        var kiosk = StationOnPage.Kiosk(await bench.OpenAsync());
        await kiosk.PressAsync("Clear");
        await kiosk.PressAsync("8 Cider");
        await kiosk.ShowsAsync("1 × Cup 1.00 €");
        var (path, reads) = await kiosk.PictureAsync();
        await kiosk.PressAsync("Clear");

        // Read from the pixels that are drawn, as somebody reads them who sees.
        Assert.Equal(reads, string.Join(", ", FrameReader.Read(Drawn(path)).Lines).Replace('\t', ' '));
        Assert.StartsWith("To pay, 4.00 €", reads, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Under_a_station_stand_the_lines_of_its_journal_as_they_are_on_the_disk()
    {
        var kiosk = StationOnPage.Kiosk(await bench.OpenAsync());
        await kiosk.PressAsync("Clear");
        await kiosk.PressAsync("2 Syrup <i>&amp;</i>");
        await kiosk.ShowsAsync("1.50 €");
        await kiosk.LayAsync("Chloe");
        await kiosk.ShowsAsync("Thank you");
        await kiosk.TakeAsync("Chloe");
        await kiosk.SaysAsync("The ledger has every line.");
        var shown = await kiosk.JournalAsync();
        var written = Lines().ToDictionary(line => line.Sequence, line => line.Json);

        Assert.InRange(shown.Count, 3, 12);
        Assert.All(shown, line => Assert.Contains(
            line.Fact, written[long.Parse(line.Position.Split('/', ':')[^1], CultureInfo.InvariantCulture)],
            StringComparison.Ordinal));
        Assert.Contains(shown, line => line.Fact.Contains("syrup", StringComparison.Ordinal));
    }

    private static MonochromeFrame Drawn(string path)
    {
        var frame = new MonochromeFrame(128, 64);
        foreach (Match run in Run().Matches(path))
        {
            var (x, y, width) = (Number(run, 1), Number(run, 2), Number(run, 3));
            for (var column = x; column < x + width; column++)
                frame[column, y] = true;
        }
        return frame;
    }

    private static int Number(Match run, int group) => int.Parse(run.Groups[group].Value, CultureInfo.InvariantCulture);

    /// <summary>Payloads of all whole lines, by what they say of themselves.</summary>
    private IEnumerable<(long Sequence, string Json)> Lines() =>
        from file in Directory.EnumerateFiles(bench.Program.KioskJournal, "journal-*.jws")
        from line in File.ReadLines(file)
        where line.Count(sign => sign == '.') == 2
        let json = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(line.Split('.')[1]))
        select (JsonDocument.Parse(json).RootElement.GetProperty("sequence").GetInt64(), json);

    [GeneratedRegex("M([0-9]+) ([0-9]+)h([0-9]+)v1")]
    private static partial Regex Run();
}
