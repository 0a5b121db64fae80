using EdgeTerminal.Core;
using EdgeTerminal.Host;
using HardwareDrivers.Lines;
using Microsoft.Extensions.Configuration;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>What is written of a kiosk's keys, deposits and second cards, and what cannot be.</summary>
public class KioskReaderTests
{
    private static readonly Dictionary<string, string?> Usual = new()
    {
        ["profile"] = "kiosk",
        ["state"] = "/var/lib/edge-terminal",
        ["enrolment"] = "/etc/edge-terminal/enrolment.jws",
        ["mqtt:host"] = "10.0.0.2",
        ["reader:device"] = "/dev/ttyAMA0",
        ["kiosk:articles:0:id"] = "beer",
        ["kiosk:articles:0:price"] = "350",
        ["kiosk:articles:0:key"] = "1",
        ["kiosk:articles:0:withDeposit"] = "true",
        ["kiosk:articles:1:id"] = "cup",
        ["kiosk:articles:1:price"] = "100",
        ["kiosk:deposit"] = "cup",
        ["kiosk:secondCardSeconds"] = "30",
        ["keys:keypad:rows"] = "5,6",
        ["keys:keypad:columns"] = "12,13",
        ["keys:keypad:names"] = "1,2,clear,ok",
        ["keys:knob:lineA"] = "23",
        ["keys:knob:lineB"] = "24",
        ["keys:buttons:0:name"] = "3",
        ["keys:buttons:0:line"] = "16",
    };

    [Fact]
    public void A_kiosk_is_read_whole()
    {
        Assert.Empty(Errors(out var read));
        var kiosk = Assert.IsType<KioskSetup>(read!.Station.Setup);

        Assert.Equal(30_000, kiosk.SecondCardMilliseconds);
        Assert.Equal("cup", kiosk.Deposit!.Id.ToString());
        Assert.Equal(["beer", "cup"], kiosk.Articles.Select(article => article.Id.ToString()));
        Assert.True(kiosk.Articles[0].HasDeposit);
        Assert.Equal(
            new KeySettings(
                new MatrixWiring([5, 6], [12, 13], ["1", "2", "clear", "ok"]),
                new KnobLines(23, 24, null),
                [new ButtonLine("3", 16)]),
            read.Keys);
    }

    [Fact]
    public void A_key_is_an_article_and_a_digit_and_the_others_have_a_meaning_of_their_own()
    {
        Errors(out var read);
        var keys = read!.Station.Keys;

        Assert.Equal(1, Assert.IsType<Input.ArticleChosen>(keys["1"]).Digit);
        Assert.Equal(new Input.DigitTyped(2), keys["2"]);
        Assert.Equal(
            [new Input.BasketCleared(), new Input.Confirmed(), new Input.KnobTurned(1), new Input.KnobTurned(-1)],
            new[] { "clear", "ok", "next", "previous" }.Select(key => keys[key]));
    }

    [Theory]
    [InlineData("keys.keypad.rows", "5,5")]
    [InlineData("keys.keypad.rows", "5,600")]
    [InlineData("keys.keypad.columns", "12,x")]
    [InlineData("keys.keypad.names", "1,2,3")]
    [InlineData("keys.keypad.names", "1,2,clear,clear")]
    [InlineData("keys.knob.lineB", null)]
    [InlineData("keys.knob.lineA", "512")]
    [InlineData("keys.keypad.names", "1,2,cler,ok")]
    [InlineData("keys.buttons.0.name", "stop")]
    [InlineData("keys.buttons.0.name", null)]
    [InlineData("keys.buttons.0.line", null)]
    [InlineData("kiosk.deposit", "glass")]
    [InlineData("kiosk.deposit", null)]
    [InlineData("kiosk.deposit", "beer")]
    [InlineData("kiosk.articles.0.key", "ok")]
    [InlineData("kiosk.secondCardSeconds", "500")]
    public void What_cannot_be_is_named(string key, string? value) =>
        Assert.Contains(Errors(out _, (key, value)), error => error.Key == key);

    [Theory]
    [InlineData("keys.knob.lineA", "12")]
    [InlineData("keys.knob.linePress", "5")]
    [InlineData("keys.keypad.columns", "6,13")]
    [InlineData("keys.buttons.0.line", "24")]
    public void A_line_is_one_thing_only(string key, string value) => Assert.Contains(
        "a line that nothing else has",
        Assert.Single(Errors(out _, (key, value))).Expected,
        StringComparison.Ordinal);

    [Fact]
    public void With_a_knob_no_article_needs_a_key() =>
        Assert.Empty(Errors(out _, ("kiosk.articles.0.key", null)));

    private static IReadOnlyList<ConfigurationError> Errors(
        out HostConfiguration? configuration, params (string Key, string? Value)[] changes)
    {
        var values = new Dictionary<string, string?>(Usual);
        foreach (var (key, value) in changes)
            values[key.Replace('.', ':')] = value;
        return ConfigurationReader.Read(
            new ConfigurationBuilder().AddInMemoryCollection(values).Build(), out configuration);
    }
}
