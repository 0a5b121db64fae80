using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Tests.Support;

namespace Tests.Unit.Documents;

/// <summary>Who wires by docs/hardware.md wires what its pictures show, to pins that are where it says.</summary>
public sealed partial class HardwareTests
{
    /// <summary>
    /// The 40-pin header, pin 1 first (Raspberry Pi documentation, "GPIO and the 40-pin header"): a supply, or the
    /// number of a GPIO line.
    /// </summary>
    private static readonly string[] Header =
    [
        "3.3 V", "5 V", "2", "5 V", "3", "GND", "4", "14", "GND", "15",
        "17", "18", "27", "GND", "22", "23", "3.3 V", "24", "10", "GND",
        "9", "25", "11", "8", "GND", "7", "0", "1", "5", "GND",
        "6", "12", "13", "GND", "19", "16", "26", "20", "GND", "21",
    ];

    private static readonly string Text = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "hardware.md"));

    public static TheoryData<string> Pictures => [.. Picture().Matches(Text).Select(match => match.Groups[1].Value)];

    [Fact]
    public void Each_bus_the_panels_and_the_stations_have_a_picture() =>
        Assert.Equal(
            [
                "display-buzzer.svg", "reader-hsu.svg", "reader-i2c.svg", "reader-spi.svg", "supply-gate.svg",
                "valve-meter.svg",
            ],
            Directory.EnumerateFiles(Path.Combine(Checkout.Root, "docs", "hardware")).Select(Path.GetFileName).Order());

    [Theory]
    [MemberData(nameof(Pictures))]
    public void A_picture_says_in_words_what_it_shows(string picture)
    {
        var svg = Load(picture);

        Assert.All(["title", "desc"], name => Assert.NotEqual(
            "", svg.Element(svg.Name.Namespace + name)?.Value ?? ""));
        Assert.Equal("title desc", svg.Attribute("aria-labelledby")?.Value);
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void A_picture_and_its_table_name_the_same_pins(string picture)
    {
        var table = TableBelow(picture);
        var drawn = Load(picture).Descendants().Where(element => element.Attribute("class")?.Value == "pin");

        Assert.NotEmpty(table);
        Assert.Equal(
            table.Select(row => (row.Pin, Gpio(row.Line))).Order(),
            drawn.Select(element => (Number(element, "data-pin")!.Value, Number(element, "data-gpio"))).Order());
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void A_wire_begins_at_a_pin_that_is_marked(string picture)
    {
        var svg = Load(picture);
        var pins = OfClass(svg, "pin");

        Assert.NotEmpty(OfClass(svg, "wire"));
        Assert.All(OfClass(svg, "wire"), wire => Assert.Contains(wire, pins));
    }

    [Fact]
    public void Every_line_is_at_its_pin()
    {
        var rows = Pictures.SelectMany(picture => TableBelow(picture.Data)).ToList();
        var prose = LineAtPin().Matches(Text)
            .Select(match => new Row(match.Groups[1].Value, int.Parse(match.Groups[2].Value)));

        Assert.InRange(rows.Count, 30, 100);
        Assert.All(rows.Concat(prose), row => Assert.Equal(Header[row.Pin - 1], row.Line.Replace("GPIO", "")));
    }

    [Fact]
    public void Every_line_of_a_picture_is_at_its_pin() =>
        Assert.All(
            Pictures.SelectMany(picture => Load(picture.Data).Descendants()).Where(
                element => element.Attribute("data-gpio") is not null),
            element => Assert.Equal(
                Header[Number(element, "data-pin")!.Value - 1], element.Attribute("data-gpio")!.Value));

    [Fact]
    public void What_switches_something_is_on_a_line_that_is_pulled_down_from_power_on() =>
        Assert.All(
            ["valve", "turnstile", "tone"],
            signal => Assert.InRange(
                Gpio(Regex.Match(Text, $@"\n\| {signal} \| (GPIO\d+) \|").Groups[1].Value)!.Value, 9, 27));

    private static List<Row> TableBelow(string picture)
    {
        var from = Text.IndexOf($"({picture})", StringComparison.Ordinal);
        var to = Text.IndexOf("\n|---", from, StringComparison.Ordinal);
        var end = Text.IndexOf("\n\n", to, StringComparison.Ordinal);
        return
        [
            .. TableRow().Matches(Text[to..end])
                .Select(match => new Row(match.Groups[1].Value, int.Parse(match.Groups[2].Value))),
        ];
    }

    private static XElement Load(string picture) => XDocument.Load(Path.Combine(Checkout.Root, "docs", picture)).Root!;

    private static List<(int? Pin, int? Gpio)> OfClass(XElement svg, string name) =>
    [
        .. svg.Descendants().Where(element => element.Attribute("class")?.Value == name)
            .Select(element => (Number(element, "data-pin"), Number(element, "data-gpio"))),
    ];

    private static int? Number(XElement element, string attribute) =>
        element.Attribute(attribute) is { } value ? int.Parse(value.Value, CultureInfo.InvariantCulture) : null;

    private static int? Gpio(string line) =>
        line.StartsWith("GPIO", StringComparison.Ordinal)
            ? int.Parse(line.AsSpan("GPIO".Length), CultureInfo.InvariantCulture)
            : null;

    [GeneratedRegex(@"!\[[^\]]+\]\((hardware/[a-z0-9-]+\.svg)\)")]
    private static partial Regex Picture();

    [GeneratedRegex(@"\n\| [^|]+ \| (GPIO\d+|3\.3 V|5 V|GND) \| (\d+) \|")]
    private static partial Regex TableRow();

    [GeneratedRegex(@"(GPIO\d+) \(pin (\d+)\)")]
    private static partial Regex LineAtPin();

    private sealed record Row(string Line, int Pin);
}
