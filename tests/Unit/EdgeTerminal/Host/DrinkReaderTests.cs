using CloudBridge.Contract;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using HardwareDrivers.Abstractions;
using Microsoft.Extensions.Configuration;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>What is written of a drink station.</summary>
public class DrinkReaderTests
{
    [Fact]
    public void A_good_section_is_read_whole()
    {
        Assert.Empty(Read(
            out var configuration,
            ("drink:kegLitres", "30"),
            ("drink:staffBadge", "BDG-STAFF"),
            ("drink:meterBias", "pullUp"),
            ("drink:staffClass", "counter"),
            ("drink:drawnLitresADay", "7"),
            ("drink:graceMilliseconds", "800")));

        var settings = Assert.IsType<DrinkSettings>(configuration!.Station);
        var tap = Assert.Single(settings.Pour.Taps);
        Assert.Equal(("pils", new Money(700)), (tap.Product.Id.ToString(), tap.Product.Price));
        Assert.Equal(
            (400L, 500_000L, 50_000L, 30_000_000L, 800L),
            (tap.PulsesPerLitre, settings.Pour.MostMicrolitres, settings.Pour.LeastMicrolitres, tap.KegMicrolitres,
                settings.Pour.CardGoneMilliseconds));
        Assert.Equal(
            ("BDG-STAFF", CardClass.Counter, 7_000_000L),
            (settings.Pour.StaffBadge.ToString(), settings.Pour.LeastStaffClass,
                settings.Pour.MostDrawnADayMicrolitres));
        var devices = Assert.Single(settings.Devices);
        Assert.Equal(("valve", 5), (devices.Valve, devices.Meter.Line));
        Assert.Equal((LineBias.PullUp, true), (devices.Meter.Bias, devices.Meter.Counted));
        Assert.Equal(new Input.PourStopped(), settings.Keys["stop"]);
    }

    [Fact]
    public void A_second_tap_has_product_valve_meter_and_key_of_its_own()
    {
        Assert.Empty(Read(
            out var configuration,
            [
                .. SecondTap, ("drink:prices:0:product", "cider"), ("drink:prices:0:hours", "17:00-19:00"),
                ("drink:prices:0:price", "600"), ("drink:foamPercent", "5"), ("drink:maintenanceBadge", "BDG-CELLAR"),
                ("drink:kegKey", "k"), ("drink:calibrateKey", "c"), ("drink:approveKey", "a"),
                ("drink:moreKey", "+"), ("drink:lessKey", "-"),
            ]));

        var settings = Assert.IsType<DrinkSettings>(configuration!.Station);
        var tap = settings.Pour.Taps[1];
        Assert.Equal((2, "cider", 500L, 20_000_000L),
            (tap.Number, tap.Product.Id.ToString(), tap.PulsesPerLitre, tap.KegMicrolitres));
        Assert.Equal(new PriceWindow(new SaleWindow(1020, 1140), new Money(600)), Assert.Single(tap.Prices));
        Assert.Empty(settings.Pour.Taps[0].Prices);
        Assert.Equal(("second", 6), (settings.Devices[1].Valve, settings.Devices[1].Meter.Line));
        Assert.Equal((500, "BDG-CELLAR"),
            (settings.Pour.FoamBasisPoints, settings.Pour.MaintenanceBadge.ToString()));
        Assert.Equal(
            [
                new Input.TapChosen(1), new Input.TapChosen(2), new Input.WorkChosen(StaffWork.KegChange),
                new Input.WorkChosen(StaffWork.Calibration), new Input.WorkChosen(StaffWork.Approval),
                new Input.VolumeChanged(1), new Input.VolumeChanged(-1), new Input.WorkDropped(),
            ],
            new[] { "1", "2", "k", "c", "a", "+", "-", "clear" }.Select(key => settings.Keys[key]));
    }

    /// <summary>What is wrong beside a second tap · the key that is told</summary>
    [Theory]
    [InlineData("drink:otherTaps:0:key", "1", "drink.otherTaps.0.key")]
    [InlineData("drink:otherTaps:0:key", "", "drink.otherTaps.0.key")]
    [InlineData("drink:key", "", "drink.key")]
    [InlineData("drink:otherTaps:0:valve", "valve", "drink.otherTaps.0.valve")]
    [InlineData("drink:otherTaps:0:valve", "none", "drink.otherTaps.0.valve")]
    [InlineData("drink:otherTaps:0:meterLine", "5", "drink.otherTaps.0.meterLine")]
    [InlineData("drink:prices:0:product", "stout", "drink.prices.0.product")]
    [InlineData("drink:prices:0:hours", "17-19", "drink.prices.0.hours")]
    [InlineData("drink:foamPercent", "51", "drink.foamPercent")]
    [InlineData("drink:kegKey", "stop", "drink.kegKey")]
    public void What_cannot_be_beside_a_second_tap_is_told(string key, string value, string error) => Assert.Contains(
        Read(
            out _,
            [
                .. SecondTap, ("drink:prices:0:product", "cider"), ("drink:prices:0:hours", "17:00-19:00"),
                ("drink:prices:0:price", "600"), (key, value),
            ]),
        found => found.Key == error);

    private static (string Key, string Value)[] SecondTap =>
    [
        ("drink:key", "1"),
        ("lines:1:name", "second"),
        ("lines:1:line", "18"),
        ("drink:otherTaps:0:id", "cider"),
        ("drink:otherTaps:0:price", "900"),
        ("drink:otherTaps:0:key", "2"),
        ("drink:otherTaps:0:pulsesPerLitre", "500"),
        ("drink:otherTaps:0:kegLitres", "20"),
        ("drink:otherTaps:0:valve", "second"),
        ("drink:otherTaps:0:meterLine", "6"),
    ];

    /// <summary>The largest pour that may be written fits into what the journal keeps back.</summary>
    [Fact]
    public void The_most_that_can_be_written_is_the_most_that_a_pour_may_be() => Assert.Equal(
        PourSetup.LargestPourMicrolitres, ConfigurationKeys.Drink.Most.Most * 10_000);

    [Theory]
    [InlineData("drink:valve", "tap", "drink.valve")]
    [InlineData("drink:meterLine", "17", "lines.0.line")]
    // Beer would run whenever no daemon does.
    [InlineData("lines:0:safe", "active", "lines.0.safe")]
    [InlineData("drink:product:price", "0", "drink.product.price")]
    [InlineData("drink:staffBadge", "SUB-STAFF", "drink.staffBadge")]
    [InlineData("drink:leastCentilitres", "60", "drink.leastCentilitres")]
    [InlineData("drink:mostCentilitres", "201", "drink.mostCentilitres")]
    [InlineData("kiosk:fixedArticle", "beer", "kiosk.fixedArticle")]
    public void What_cannot_be_is_told(string key, string value, string error) =>
        Assert.Contains(Read(out _, (key, value)), found => found.Key == error);

    private static IReadOnlyList<ConfigurationError> Read(
        out HostConfiguration? configuration, params (string Key, string Value)[] more)
    {
        var values = new Dictionary<string, string?>
        {
            ["profile"] = "drink",
            ["state"] = "/var/lib/edge-terminal",
            ["enrolment"] = "/etc/edge-terminal/enrolment.jws",
            ["mqtt:host"] = "10.0.0.2",
            ["reader:device"] = "/dev/ttyAMA0",
            ["lines:0:name"] = "valve",
            ["lines:0:line"] = "17",
            ["drink:product:id"] = "pils",
            ["drink:product:price"] = "700",
            ["drink:pulsesPerLitre"] = "400",
            ["drink:valve"] = "valve",
            ["drink:meterLine"] = "5",
        };
        foreach (var (key, value) in more)
            values[key] = value;
        return ConfigurationReader.Read(
            new ConfigurationBuilder().AddInMemoryCollection(values).Build(), out configuration);
    }
}
