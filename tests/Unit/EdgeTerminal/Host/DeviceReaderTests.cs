using EdgeTerminal.Host;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Lines;
using Microsoft.Extensions.Configuration;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>What is written of display, buzzer and lines, and what of it cannot be.</summary>
public class DeviceReaderTests
{
    [Fact]
    public void Without_a_word_there_is_no_display_no_buzzer_and_no_line()
    {
        var read = Good();

        Assert.Equal((PanelDriver.None, BuzzerDriver.None), (read.Panel.Driver, read.Buzzer.Driver));
        Assert.Empty(Outputs.Of(read));
    }

    [Theory]
    [InlineData("ssd1306", 0x3C)]
    [InlineData("sh1106", 0x3C)]
    [InlineData("hd44780", 0x27)]
    public void A_display_has_the_address_that_most_of_its_kind_have(string driver, int address)
    {
        var panel = Good(("panel.driver", driver)).Panel;

        Assert.Equal((address, 1, 64, 20, 4), (panel.Address, panel.I2cBus, panel.Height, panel.Columns, panel.Rows));
        Assert.Contains(PanelAdapters.For(panel.Driver), adapter => adapter.Name == panel.Adapter);
    }

    [Fact]
    public void A_display_is_read_whole()
    {
        var panel = Good(
            ("panel.driver", "hd44780"), ("panel.address", "0x3f"), ("panel.i2cBus", "3"), ("panel.columns", "16"),
            ("panel.rows", "2"), ("panel.adapter", "own"), ("panel.backpack", "d4 d5 d6 d7 e rw rs backlight")).Panel;

        Assert.Equal((0x3F, 3, 16, 2), (panel.Address, panel.I2cBus, panel.Columns, panel.Rows));
        Assert.Equal("d4 d5 d6 d7 e rw rs backlight", panel.Backpack.Wiring);
        Assert.Equal("own", panel.Adapter);
    }

    [Fact]
    public void Every_output_is_known_whoever_uses_it()
    {
        var read = Good(
            ("hardware.lineChip", "4"), ("reader.resetLine", "24"), ("reader.supplyLine", "23"),
            ("buzzer.driver", "active"), ("buzzer.line", "18"), ("buzzer.activeLow", "true"),
            ("lines.0.name", "valve"), ("lines.0.line", "17"),
            ("lines.1.name", "turnstile"), ("lines.1.line", "22"), ("lines.1.chip", "0"),
            ("lines.1.activeLow", "true"), ("lines.1.safe", "active"));

        Assert.Equal(
            [
                new("lines.0", new NamedLine("valve", 4, new OutputLineSettings(17, "valve"))),
                new("lines.1", new NamedLine(
                    "turnstile", 0, new OutputLineSettings(22, "turnstile") { ActiveLow = true, SafeIsActive = true }))
                {
                    IsOnUsualChip = false,
                },
                new("reader.resetLine", new NamedLine(
                    "reader reset", 4,
                    new OutputLineSettings(24, "reader reset") { ActiveLow = true, OpenDrain = true })),
                new("reader.supplyLine", new NamedLine(
                    "reader supply", 4, new OutputLineSettings(23, "reader supply"))),
                new("buzzer.line", new NamedLine(
                    "buzzer line", 4, new OutputLineSettings(18, "buzzer") { ActiveLow = true })),
            ],
            Outputs.Of(read));
    }

    [Theory]
    [InlineData("panel.driver", "epaper", "panel.driver")]
    [InlineData("panel.address", "0x78", "panel.address")]
    [InlineData("panel.address", "60", "panel.address")]
    [InlineData("panel.height", "48", "panel.height")]
    [InlineData("panel.backpack", "rs rw e", "panel.backpack")]
    [InlineData("panel.adapter", "theirs", "panel.adapter")]
    [InlineData("buzzer.driver", "active", "buzzer.line")]
    [InlineData("hardware.adapter", "files", "hardware.folder")]
    [InlineData("hardware.adapter", "emulator", "hardware.socket")]
    [InlineData("lines.0.name", "tap", "lines.0.line")]
    [InlineData("lines.0.safe", "on", "lines.0.name lines.0.line lines.0.safe")]
    public void What_cannot_be_is_named(string key, string value, string named) => Assert.Equal(
        named.Split(' ').Order(), Errors((key, value)).Select(error => error.Key).Order());

    [Theory]
    [InlineData("reader.interruptLine", "17")]
    [InlineData("reader.resetLine", "17")]
    [InlineData("lines.1.line", "17")]
    public void A_line_is_one_thing_only(string key, string line)
    {
        var error = Assert.Single(Errors(
            ("lines.0.name", "valve"), ("lines.0.line", "17"), ("lines.1.name", "turnstile"), ("lines.1.line", "22"),
            (key, line)));

        Assert.Contains("a line that nothing else has", error.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_is_one_lines_only() => Assert.Equal(
        "lines.1.name",
        Assert.Single(Errors(
            ("lines.0.name", "valve"), ("lines.0.line", "17"), ("lines.1.name", "valve"), ("lines.1.line", "22")))
            .Key);

    [Fact]
    public void The_library_has_no_sh1106() =>
        Assert.Equal([PanelAdapters.Own], PanelAdapters.For(PanelDriver.Sh1106).Select(adapter => adapter.Name));

    private static HostConfiguration Good(params (string Key, string Value)[] values)
    {
        Assert.Empty(ConfigurationReader.Read(Merged(values), out var configuration));
        return configuration!;
    }

    private static IReadOnlyList<ConfigurationError> Errors(params (string Key, string Value)[] values) =>
        ConfigurationReader.Read(Merged(values), out _);

    private static IConfiguration Merged((string Key, string Value)[] values)
    {
        var all = new Dictionary<string, string?>
        {
            ["profile"] = "kiosk",
            ["state"] = "/var/lib/edge-terminal",
            ["enrolment"] = "/etc/edge-terminal/enrolment.jws",
            ["mqtt:host"] = "10.0.0.2",
            ["reader:device"] = "/dev/ttyAMA0",
            ["kiosk:fixedArticle"] = "beer",
            ["kiosk:articles:0:id"] = "beer",
            ["kiosk:articles:0:price"] = "350",
        };
        foreach (var (key, value) in values)
            all[key.Replace('.', ':')] = value;
        return new ConfigurationBuilder().AddInMemoryCollection(all).Build();
    }
}
