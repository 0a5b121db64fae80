using EdgeTerminal.Host;
using Microsoft.Extensions.Configuration;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>What a running terminal takes over, and what waits for a restart.</summary>
public class ReloadRulesTests
{
    private static readonly Dictionary<string, string?> Running = new()
    {
        ["profile"] = "kiosk",
        ["state"] = "/var/lib/edge-terminal",
        ["enrolment"] = "/etc/edge-terminal/enrolment.json",
        ["mqtt:host"] = "10.0.0.2",
        ["reader:device"] = "/dev/ttyAMA0",
        ["kiosk:priceListVersion"] = "4",
        ["kiosk:articles:0:id"] = "beer",
        ["kiosk:articles:0:name"] = "Beer",
        ["kiosk:articles:0:price"] = "350",
        ["kiosk:articles:0:key"] = "1",
    };

    [Theory]
    [InlineData("state", "/elsewhere")]
    [InlineData("enrolment", "/elsewhere")]
    [InlineData("mqtt.host", "10.0.0.3")]
    [InlineData("mqtt.port", "1884")]
    [InlineData("mqtt.userName", "bar")]
    [InlineData("mqtt.password", "secret")]
    [InlineData("mqtt.client", "mosquitto")]
    [InlineData("mqtt.longestPauseSeconds", "5")]
    [InlineData("reader.device", "/dev/ttyUSB0")]
    [InlineData("reader.baud", "9600")]
    [InlineData("log.file", "/var/log/et.log")]
    public void What_the_daemon_stands_on_needs_a_restart(string key, string value)
    {
        var running = Read();
        var next = Read((key.Replace('.', ':'), value));
        // Where a build has one client only, naming it changes nothing.
        if (key == "mqtt.client" && running.MqttClient == next.MqttClient)
            return;

        Assert.Equal([key], ReloadRules.NeedRestart(running, next));
        Assert.Empty(ReloadRules.NeedRestart(running, ReloadRules.Merge(running, next)));
    }

    [Theory]
    [InlineData("language", "fr")]
    [InlineData("currency", "CHF")]
    [InlineData("log.level", "debug")]
    [InlineData("kiosk.fixedArticle", "beer")]
    [InlineData("kiosk.articles.0.name", "Bière")]
    [InlineData("kiosk.articles.0.key", "2")]
    public void What_the_terminal_says_changes_at_once(string key, string value)
    {
        var running = Read();
        var next = Read((key.Replace('.', ':'), value));

        Assert.Empty(ReloadRules.NeedRestart(running, next));
        Assert.Empty(ReloadRules.Errors(running, next));
        var merged = ReloadRules.Merge(running, next);
        Assert.Equal(
            (next.Language, next.Currency, next.Log.Level, next.Kiosk),
            (merged.Language, merged.Currency, merged.Log.Level, merged.Kiosk));
        Assert.Same(next.Keys, merged.Keys);
    }

    [Theory]
    [InlineData("4", false)]
    [InlineData("3", false)]
    [InlineData("5", true)]
    public void New_prices_need_a_new_version(string version, bool isGood)
    {
        var next = Read(("kiosk:articles:0:price", "400"), ("kiosk:priceListVersion", version));

        var errors = ReloadRules.Errors(Read(), next);

        Assert.Equal(isGood, errors.Count == 0);
        Assert.All(errors, error => Assert.StartsWith(
            $"kiosk.priceListVersion: '{version}'; expected more than 4", error.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void A_new_article_needs_a_new_version()
    {
        var next = Read(("kiosk:articles:1:id", "water"), ("kiosk:articles:1:price", "100"));

        Assert.Single(ReloadRules.Errors(Read(), next));
    }

    private static HostConfiguration Read(params (string Key, string Value)[] changes)
    {
        var values = new Dictionary<string, string?>(Running);
        foreach (var (key, value) in changes)
            values[key] = value;
        var merged = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        Assert.Empty(ConfigurationReader.Read(merged, out var configuration));
        return configuration!;
    }
}
