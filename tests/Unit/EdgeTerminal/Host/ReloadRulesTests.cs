using CloudBridge.Mqtt.Clients;
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
        ["metrics:port"] = "9464",
        ["enrolment"] = "/etc/edge-terminal/enrolment.jws",
        ["mqtt:host"] = "10.0.0.2",
        ["mqtt:tls:authority"] = "/etc/edge-terminal/ca.pem",
        ["mqtt:tls:certificate"] = "/etc/edge-terminal/bar-1.pem",
        ["mqtt:tls:key"] = "/etc/edge-terminal/bar-1-key.pem",
        ["ledger:server"] = "https://ledger.lan:8443",
        ["cards:keys"] = "file:/etc/edge-terminal/card-keys.json",
        ["cards:populations:0:name"] = "stickers",
        ["cards:populations:0:method"] = "sun",
        ["cards:populations:0:versions"] = "1",
        ["cards:populations:0:keyNumber"] = "1",
        ["reader:device"] = "/dev/ttyAMA0",
        ["panel:driver"] = "simulated",
        ["panel:socket"] = "/run/edge-terminal/panel",
        ["lines:0:name"] = "valve",
        ["lines:0:line"] = "17",
        ["kiosk:priceListVersion"] = "4",
        ["kiosk:articles:0:id"] = "beer",
        ["kiosk:articles:0:name"] = "Beer",
        ["kiosk:articles:0:price"] = "350",
        ["kiosk:articles:0:key"] = "1",
        ["kiosk:articles:1:id"] = "cup",
        ["kiosk:articles:1:price"] = "100",
        ["kiosk:deposit"] = "cup",
        ["keys:keypad:rows"] = "5,6",
        ["keys:keypad:columns"] = "12,13",
        ["keys:keypad:names"] = "1,2,clear,ok",
        ["keys:knob:lineA"] = "23",
        ["keys:knob:lineB"] = "24",
        ["keys:knob:linePress"] = "26",
        ["keys:buttons:0:name"] = "clear",
        ["keys:buttons:0:line"] = "16",
    };

    /// <summary>A drink station stands on the same, and on its own lines.</summary>
    private static readonly Dictionary<string, string?> RunningDrink =
        new(Running.Where(row => row.Key.Split(':')[0] is not ("kiosk" or "keys")))
        {
            ["profile"] = "drink",
            ["lines:1:name"] = "spare",
            ["lines:1:line"] = "27",
            ["drink:priceListVersion"] = "4",
            ["drink:product:id"] = "pils",
            ["drink:product:price"] = "700",
            ["drink:pulsesPerLitre"] = "400",
            ["drink:valve"] = "valve",
            ["drink:meterLine"] = "5",
            ["drink:key"] = "1",
            ["drink:otherTaps:0:id"] = "cider",
            ["drink:otherTaps:0:name"] = "Cider",
            ["drink:otherTaps:0:price"] = "900",
            ["drink:otherTaps:0:pulsesPerLitre"] = "400",
            ["drink:otherTaps:0:key"] = "2",
            ["drink:otherTaps:0:valve"] = "second",
            ["drink:otherTaps:0:meterLine"] = "7",
            ["lines:2:name"] = "second",
            ["lines:2:line"] = "22",
            ["drink:otherTaps:1:id"] = "cider",
            ["drink:otherTaps:1:price"] = "900",
            ["drink:otherTaps:1:pulsesPerLitre"] = "400",
            ["drink:otherTaps:1:key"] = "4",
            ["drink:otherTaps:1:valve"] = "third",
            ["drink:otherTaps:1:meterLine"] = "8",
            ["lines:3:name"] = "third",
            ["lines:3:line"] = "23",
            ["drink:prices:0:product"] = "cider",
            ["drink:prices:0:hours"] = "17:00-19:00",
            ["drink:prices:0:price"] = "600",
        };

    public static TheoryData<string, string> Foundations => new()
    {
        { "state", "/elsewhere" },
        { "enrolment", "/elsewhere" },
        { "mqtt.host", "10.0.0.3" },
        { "mqtt.port", "1884" },
        { "mqtt.userName", "bar" },
        { "mqtt.password", "secret" },
        { "mqtt.tls.authority", "/elsewhere" },
        { "mqtt.tls.certificate", "/elsewhere" },
        { "mqtt.tls.key", "/elsewhere" },
        { "mqtt.client", MqttClients.All[^1].Name },
        { "mqtt.longestPauseSeconds", "5" },
        { "ledger.server", "https://elsewhere:8443" },
        { "ledger.authority", "/elsewhere" },
        { "ledger.askAfterSeconds", "60" },
        { "ledger.wipeAfterHours", "48" },
        { "cards.cache", CardCaches.All[^1].Name },
        { "cards.keys", "credential:card-keys" },
        { "cards.populations.0.name", "bracelets" },
        { "cards.populations.0.method", "ntag424" },
        { "cards.populations.0.versions", "1,2" },
        { "cards.populations.0.class", "counter" },
        { "cards.populations.0.keyNumber", "2" },
        { "cards.populations.0.counterNumber", "1" },
        { "cards.populations.0.applicationId", "3042F5" },
        { "cards.populations.0.systemIdentifier", "4E585020" },
        { "cards.populations.0.desfireApplication", "010203" },
        { "cards.populations.0.sun.plain", "true" },
        { "cards.populations.0.sun.piccData", "p" },
        { "cards.populations.0.sun.uid", "u" },
        { "cards.populations.0.sun.counter", "n" },
        { "cards.populations.0.sun.fileData", "e" },
        { "cards.populations.0.sun.mac", "m" },
        { "cards.populations.0.sun.macInput", "fileData" },
        { "cards.populations.0.sun.lrp", "true" },
        { "reader.device", "/dev/ttyUSB0" },
        { "reader.link", "i2c" },
        { "reader.baud", "9600" },
        { "reader.i2cBus", "3" },
        { "reader.spiBus", "1" },
        { "reader.spiSelect", "1" },
        { "reader.interruptLine", "25" },
        { "reader.resetLine", "20" },
        { "reader.supplyLine", "21" },
        { "hardware.adapter", Boards.All[^1].Name },
        { "hardware.lineChip", "4" },
        { "hardware.folder", "/elsewhere" },
        { "hardware.socket", "/elsewhere" },
        { "panel.driver", "none" },
        { "panel.adapter", PanelAdapters.All[^1].Name },
        { "panel.i2cBus", "3" },
        { "panel.address", "0x3D" },
        { "panel.height", "32" },
        { "panel.columns", "16" },
        { "panel.rows", "2" },
        { "panel.backpack", "d4 d5 d6 d7 e rw rs backlight" },
        { "buzzer.driver", "passive" },
        { "buzzer.line", "18" },
        { "buzzer.activeLow", "true" },
        { "buzzer.pwmChip", "2" },
        { "buzzer.pwmChannel", "2" },
        { "buzzer.adapter", PanelAdapters.All[^1].Name },
        { "lines.0.name", "tap" },
        { "lines.0.line", "22" },
        { "lines.0.chip", "4" },
        { "lines.0.activeLow", "true" },
        { "lines.0.safe", "active" },
        { "panel.socket", "/elsewhere" },
        { "keys.keypad.rows", "5,7" },
        { "keys.keypad.columns", "12,18" },
        { "keys.keypad.names", "1,2,ok,clear" },
        { "keys.knob.lineA", "8" },
        { "keys.knob.lineB", "9" },
        { "keys.knob.linePress", "10" },
        { "keys.buttons.0.name", "ok" },
        { "keys.buttons.0.line", "11" },
        { "drink.valve", "spare" },
        { "drink.meterLine", "6" },
        { "drink.meterChip", "4" },
        { "drink.meterActiveLow", "true" },
        { "drink.meterBias", "pullUp" },
        { "drink.leastPulseMicroseconds", "500" },
        { "drink.switchingMilliseconds", "50" },
        { "drink.otherTaps.0.valve", "spare" },
        { "drink.otherTaps.0.meterLine", "6" },
        { "drink.otherTaps.0.meterChip", "4" },
        { "drink.otherTaps.0.meterActiveLow", "true" },
        { "drink.otherTaps.0.meterBias", "pullUp" },
        { "drink.otherTaps.0.leastPulseMicroseconds", "500" },
        { "drink.otherTaps.0.switchingMilliseconds", "50" },
        { "journal.retentionDays", "70" },
        { "metrics.port", "9465" },
        { "metrics.address", "0.0.0.0" },
        { "metrics.otlp", "http://127.0.0.1:4318" },
        { "log.file", "/var/log/et.log" },
    };

    public static TheoryData<string, string> Words => new()
    {
        { "language", "fr" },
        { "currency", "CHF" },
        { "log.level", "debug" },
        { "kiosk.fixedArticle", "beer" },
        { "kiosk.articles.0.name", "Bière" },
        { "kiosk.articles.0.key", "2" },
        { "kiosk.secondCardSeconds", "30" },
        { "kiosk.deposit", "beer" },
        { "drink.product.name", "Pils" },
        { "drink.pulsesPerLitre", "410" },
        { "drink.mostCentilitres", "100" },
        { "drink.leastCentilitres", "10" },
        { "drink.kegLitres", "30" },
        { "drink.pieceCentilitres", "33" },
        { "drink.handTap", "true" },
        { "drink.staffBadge", "BDG-STAFF" },
        { "drink.graceMilliseconds", "0" },
        { "drink.noFlowSeconds", "5" },
        { "drink.longestSeconds", "60" },
        { "drink.leastMillilitresPerSecond", "5" },
        { "drink.foamPercent", "5" },
        { "drink.maintenanceBadge", "BDG-CELLAR" },
        { "drink.staffClass", "uid" },
        { "drink.drawnLitresADay", "5" },
        { "drink.key", "3" },
        { "drink.kegKey", "k" },
        { "drink.calibrateKey", "c" },
        { "drink.approveKey", "a" },
        { "drink.moreKey", "+" },
        { "drink.lessKey", "-" },
        { "drink.otherTaps.0.key", "3" },
        { "drink.otherTaps.0.name", "Cidre" },
        { "drink.otherTaps.0.pulsesPerLitre", "410" },
        { "drink.otherTaps.0.kegLitres", "30" },
    };

    public static TheoryData<string, string> Prices => new()
    {
        { "kiosk.articles.0.id", "stout" },
        { "kiosk.articles.0.price", "400" },
        { "kiosk.articles.0.taxBasisPoints", "550" },
        { "kiosk.articles.0.paidWith", "TIM" },
        { "kiosk.articles.0.entitlement", "SUB" },
        { "kiosk.articles.0.hours", "18:00-02:00" },
        { "kiosk.articles.0.adultsOnly", "true" },
        { "kiosk.articles.0.allowance", "alcohol" },
        { "kiosk.articles.0.withDeposit", "true" },
        { "drink.product.id", "stout" },
        { "drink.product.price", "800" },
        { "drink.product.taxBasisPoints", "550" },
        { "drink.product.paidWith", "TIM" },
        { "drink.product.entitlement", "SUB" },
        { "drink.product.hours", "18:00-02:00" },
        { "drink.product.adultsOnly", "true" },
        { "drink.product.allowance", "alcohol" },
        { "drink.otherTaps.0.id", "perry" },
        { "drink.otherTaps.0.price", "800" },
        { "drink.otherTaps.0.taxBasisPoints", "550" },
        { "drink.otherTaps.0.paidWith", "TIM" },
        { "drink.otherTaps.0.entitlement", "SUB" },
        { "drink.otherTaps.0.hours", "18:00-02:00" },
        { "drink.otherTaps.0.adultsOnly", "true" },
        { "drink.otherTaps.0.allowance", "alcohol" },
        { "drink.prices.0.product", "pils" },
        { "drink.prices.0.hours", "17:00-20:00" },
        { "drink.prices.0.price", "500" },
    };

    [Fact]
    public void Of_every_key_it_is_known_what_a_reload_makes_of_it() => Assert.Equal(
        ConfigurationSchemaTests.Keys.Select(row => row.Data).Order(),
        new[]
            {
                Foundations, Words, Prices, GateReaderTests.Foundations, GateReaderTests.Words, GateReaderTests.Prices,
            }
            .SelectMany(rows => rows.Select(row => row.Data.Item1))
            .Concat(GateReaderTests.OfUnwiredContacts)
            // A version is new prices' name; the first two can have one value only.
            .Concat(
                [
                    "$schema", "profile", "kiosk.priceListVersion", "drink.priceListVersion", "gate.priceListVersion",
                ])
            .Order());

    [Theory]
    [MemberData(nameof(Foundations))]
    public void What_the_daemon_stands_on_needs_a_restart(string key, string value)
    {
        var running = ReadLike(key);
        var next = Read((key, value));
        // Where a build has one of a kind only, naming it changes nothing.
        if (key is "mqtt.client" or "cards.cache" && (running.MqttClient, running.CardCaches) ==
            (next.MqttClient, next.CardCaches) || key is "hardware.adapter" && Boards.All.Length == 1 ||
            key is "panel.adapter" or "buzzer.adapter" && PanelAdapters.All.Length == 1)
            return;

        var named = Assert.Single(ReloadRules.NeedRestart(running, next));
        Assert.StartsWith(named, key, StringComparison.Ordinal);
        Assert.Empty(ReloadRules.NeedRestart(running, ReloadRules.Merge(running, next)));
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void What_the_terminal_says_changes_at_once(string key, string value)
    {
        var next = Read((key, value));

        Assert.Empty(ReloadRules.Errors(ReadLike(key), next));
        TakesOver(ReadLike(key), next);
    }

    [Theory]
    [MemberData(nameof(Prices))]
    public void What_is_sold_changes_under_a_new_version(string key, string value)
    {
        Assert.Single(ReloadRules.Errors(ReadLike(key), Read((key, value))));
        var next = Read((key, value), ($"{key.Split('.')[0]}.priceListVersion", "5"));

        Assert.Empty(ReloadRules.Errors(ReadLike(key), next));
        TakesOver(ReadLike(key), next);
    }

    [Fact]
    public void The_next_reload_is_compared_with_the_prices_of_the_last()
    {
        var next = Read(("kiosk.articles.0.price", "400"), ("kiosk.priceListVersion", "5"));
        var running = ReloadRules.Merge(Read(), next);

        Assert.Empty(ReloadRules.Errors(running, next));
        Assert.Single(ReloadRules.Errors(running, Read(("kiosk.priceListVersion", "5"))));
    }

    [Fact]
    public void An_old_version_does_not_come_back_for_the_same_prices() => Assert.Equal(
        "kiosk.priceListVersion: '3'; expected at least 4: " +
        "records name the version, and a lower one stood for other prices",
        Assert.Single(ReloadRules.Errors(Read(), Read(("kiosk.priceListVersion", "3")))).ToString());

    [Theory]
    [InlineData("4", false)]
    [InlineData("3", false)]
    [InlineData("5", true)]
    public void New_prices_need_a_new_version(string version, bool isGood)
    {
        var next = Read(("kiosk.articles.0.price", "400"), ("kiosk.priceListVersion", version));

        var errors = ReloadRules.Errors(Read(), next);

        Assert.Equal(isGood, errors.Count == 0);
        Assert.All(errors, error => Assert.StartsWith(
            $"kiosk.priceListVersion: '{version}'; expected more than 4", error.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void A_new_article_needs_a_new_version()
    {
        var next = Read(("kiosk.articles.2.id", "water"), ("kiosk.articles.2.price", "100"));

        Assert.Single(ReloadRules.Errors(Read(), next));
    }

    private static void TakesOver(HostConfiguration running, HostConfiguration next)
    {
        Assert.Empty(ReloadRules.NeedRestart(running, next));
        var merged = ReloadRules.Merge(running, next);
        Assert.Equal(
            (next.Language, next.Currency, next.Log.Level),
            (merged.Language, merged.Currency, merged.Log.Level));
        Assert.Same(next.Station.Setup, merged.Station.Setup);
    }

    private static HostConfiguration Read(params (string Key, string Value)[] changes)
    {
        var isDrink = changes.Any(change => IsOfDrink(change.Key));
        return Read(isDrink ? RunningDrink : Running, changes);
    }

    /// <summary>The terminal as it runs, of the kind that has this key.</summary>
    private static HostConfiguration ReadLike(string key) => Read(IsOfDrink(key) ? RunningDrink : Running);

    private static bool IsOfDrink(string key) => key.StartsWith("drink.", StringComparison.Ordinal);

    private static HostConfiguration Read(
        Dictionary<string, string?> running, params (string Key, string Value)[] changes)
    {
        var values = new Dictionary<string, string?>(running);
        foreach (var (key, value) in changes)
            values[key.Replace('.', ':')] = value;
        var merged = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        Assert.Empty(ConfigurationReader.Read(merged, out var configuration));
        return configuration!;
    }
}
