using CloudBridge.Contract;
using EdgeTerminal.Host;
using HardwareDrivers.Cards;
using Microsoft.Extensions.Configuration;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>Populations and the place of their keys: what is configured, and what a start makes of it.</summary>
public sealed class CardSettingsTests : IDisposable
{
    private const string Key = "00112233445566778899aabbccddeeff";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void All_that_a_population_may_say_is_read()
    {
        var cards = Read(
            ("keys", "credential:card-keys"),
            ("populations:0:name", "bracelets"),
            ("populations:0:method", "desfireEv2"),
            ("populations:0:versions", "3,1"),
            ("populations:0:class", "counter"),
            ("populations:0:keyNumber", "13"),
            ("populations:0:counterNumber", "2"),
            ("populations:0:applicationId", "3042F5"),
            ("populations:0:systemIdentifier", "4e5850"),
            ("populations:0:desfireApplication", "F54230"),
            ("populations:1:name", "stickers"),
            ("populations:1:method", "sun"),
            ("populations:1:versions", "1"),
            ("populations:1:keyNumber", "4"),
            ("populations:1:sun:plain", "true"),
            ("populations:1:sun:uid", "u"),
            ("populations:1:sun:counter", "n"),
            ("populations:1:sun:fileData", "f"),
            ("populations:1:sun:mac", "m"),
            ("populations:1:sun:macInput", "fileDataToMac"),
            ("populations:1:sun:lrp", "true"),
            ("populations:2:name", "posters"),
            ("populations:2:method", "sun"),
            ("populations:2:versions", "1"),
            ("populations:2:keyNumber", "1"),
            ("populations:2:sun:piccData", "p"));

        var (bracelets, stickers) = (cards.Populations[0], cards.Populations[1]);
        Assert.Equal("credential:card-keys", cards.Keys);
        Assert.Equal(
            ("bracelets", CardMethod.DesfireEv2, CardClass.Counter, (byte)13),
            (bracelets.Population.Name, bracelets.Population.Method, bracelets.AtMost, bracelets.Population.KeyNumber));
        Assert.Equal([3, 1], bracelets.Population.Versions);
        Assert.Equal(2, bracelets.Population.CounterNumber);
        Assert.Equal([0xF5, 0x42, 0x30], bracelets.Population.DesfireApplication);
        Assert.Equal(
            [0x01, 0x30, 0x42, 0xF5, 0x4E, 0x58, 0x50], bracelets.Population.Diversification.For([0x01]));
        Assert.Equal(CardClass.Counter, stickers.AtMost);
        Assert.Equal(
            new SunSettings(null, "u", "n", "f", "m", SunMacInput.FileDataToMac, IsLrp: true),
            stickers.Population.Sun);
        Assert.Equal(new SunSettings(PiccDataName: "p"), cards.Populations[2].Population.Sun);
    }

    [Fact]
    public void Every_error_is_told_at_once()
    {
        var errors = Errors(
            ("keys", "/etc/keys"),
            ("populations:0:name", "a b"),
            ("populations:0:method", "magic"),
            ("populations:0:versions", "0"),
            ("populations:0:class", "uid"),
            ("populations:0:applicationId", "30"),
            ("populations:1:name", "stickers"),
            ("populations:1:method", "password"),
            ("populations:1:versions", "1,2,3"),
            ("populations:1:class", "aes"),
            ("populations:1:systemIdentifier", "xyz"),
            ("populations:2:name", "stickers"),
            ("populations:2:method", "ntag424"),
            ("populations:2:versions", "1,1"),
            ("populations:2:keyNumber", "5"),
            ("populations:2:sun:macInput", "all"));

        Assert.Equal(
            [
                "cards.keys", "cards.populations.0.applicationId", "cards.populations.0.class",
                "cards.populations.0.method", "cards.populations.0.name", "cards.populations.0.versions",
                "cards.populations.1.class", "cards.populations.1.systemIdentifier", "cards.populations.1.versions",
                "cards.populations.2.keyNumber", "cards.populations.2.name", "cards.populations.2.sun.macInput",
                "cards.populations.2.versions",
            ],
            errors.Select(error => error.Key).Order(StringComparer.Ordinal));
    }

    // A card could be of any of them, and is shown so many keys and no more.
    [Fact]
    public void More_keys_than_a_card_is_shown_are_an_error_over_all_populations_of_a_method()
    {
        (string Key, string? Value)[] Populations(string versions) =>
        [
            ("keys", "env:CARD_KEYS"),
            ("populations:0:name", "tickets"),
            ("populations:0:method", "password"),
            ("populations:0:versions", "1"),
            ("populations:1:name", "bracelets"),
            ("populations:1:method", "ultralightAes"),
            ("populations:1:versions", "1,2,3"),
            ("populations:2:name", "passes"),
            ("populations:2:method", "password"),
            ("populations:2:versions", versions),
        ];

        Assert.Equal(3, Read(Populations("1")).Populations.Length);
        Assert.Equal("cards.populations.2.versions", Assert.Single(Errors(Populations("1,2"))).Key);
    }

    [Fact]
    public void Populations_without_keys_are_an_error() => Assert.Equal(
        "cards.keys",
        Assert.Single(Errors(
            ("populations:0:name", "stickers"),
            ("populations:0:method", "sun"),
            ("populations:0:versions", "1"),
            ("populations:0:keyNumber", "1"))).Key);

    /// <summary>Left out, it would be 0: the key that changes all others, which no terminal may have.</summary>
    [Theory]
    [InlineData("ntag424", null, "missing; expected 1 to 4")]
    [InlineData("ntag424", "0", "'0'; expected 1 to 4")]
    [InlineData("ntag424", "5", "'5'; expected 1 to 4")]
    [InlineData("sun", null, "missing; expected 1 to 4")]
    [InlineData("desfireAes", null, "missing; expected another than 0")]
    [InlineData("desfireEv2", "0", "'0'; expected another than 0")]
    public void A_key_that_changes_a_card_proves_none(string method, string? number, string problem)
    {
        var error = Assert.Single(Errors(
            ("keys", "env:CARD_KEYS"),
            ("populations:0:name", "members"),
            ("populations:0:method", method),
            ("populations:0:versions", "1"),
            ("populations:0:keyNumber", number)));

        Assert.StartsWith($"cards.populations.0.keyNumber: {problem}", error.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Who pastes the keys where their place belongs finds them neither on the screen nor in a log.</summary>
    [Theory]
    [InlineData("keys", Key)]
    [InlineData("keys", "{ members: { proof: { 1: " + Key + " } } }")]
    [InlineData("keys", "env:" + Key + "=")]
    [InlineData("keys:members:proof:1", Key)]
    [InlineData("keys:" + Key, "x")]
    public void What_stands_in_the_place_of_the_keys_is_not_told(string key, string value)
    {
        var errors = Errors(
            (key, value),
            ("populations:0:name", "members"),
            ("populations:0:method", "ultralightAes"),
            ("populations:0:versions", "1"));

        Assert.NotEmpty(errors);
        Assert.All(errors, error => Assert.Equal("cards.keys", error.Key));
        Assert.DoesNotContain(Key, string.Concat(errors), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(Key)]
    [InlineData("key:" + Key)]
    public void A_key_in_place_of_its_place_is_not_told_by_a_command_either(string place) => Assert.Equal(
        "expected file:PATH, credential:NAME or env:VARIABLE",
        Assert.Throws<CardKeyException>(() => CardKeySources.Open(place, _ => null)).Message);

    [Fact]
    public void Keys_that_change_cards_stop_the_start_by_name()
    {
        const string keys = $$$"""
            {"stickers": {"proof": {"1": "{{{Key}}}"}, "sunMeta": {"1": "{{{Key}}}"}, "issuer": {"1": "{{{Key}}}"} } }
            """;

        var error = Assert.Throws<StartException>(() => CardKeys.Open(Stickers("env:CARD_KEYS"), _ => keys));

        Assert.Contains("has stickers issuer 1", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, error.ExitCode);
        Assert.DoesNotContain(Key, error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("env:CARD_KEYS")]
    [InlineData("credential:card-keys")]
    [InlineData("file:card-keys.json")]
    public void A_start_finds_its_keys_wherever_they_are(string place)
    {
        var keys = $$$"""{"stickers": {"proof": {"1": "{{{Key}}}"}, "sunMeta": {"1": "{{{Key}}}"} } }""";
        var file = folder.In("card-keys");
        File.WriteAllText(file, keys);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var cards = Stickers(place.Replace("card-keys.json", file, StringComparison.Ordinal));

        using var opened = CardKeys.Open(cards, Environment);

        Assert.NotNull(opened.Prover);
        var finding = Assert.Single(CardKeysExaminer.Examine(cards, Environment));
        Assert.False(finding.IsProblem);
        Assert.StartsWith("stickers: sun, class counter, versions 1; all keys found", finding.Found);

        string? Environment(string name) => name switch
        {
            "CARD_KEYS" => keys,
            "CREDENTIALS_DIRECTORY" => Path.GetDirectoryName(file),
            _ => null,
        };
    }

    [Fact]
    public void A_key_that_is_missing_stops_the_start_by_name_and_no_key_is_told()
    {
        const string keys = $$$"""{"stickers": {"proof": {"1": "{{{Key}}}"}, "issuer": {"1": "{{{Key}}}"} } }""";
        var cards = Stickers("env:CARD_KEYS");

        var error = Assert.Throws<StartException>(() => CardKeys.Open(cards, _ => keys));
        var findings = CardKeysExaminer.Examine(cards, _ => keys).ToList();

        Assert.Contains("stickers sunmeta 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("no key stickers sunmeta 1", findings[0].Found, StringComparison.Ordinal);
        // What changes cards has no business on a terminal.
        Assert.Contains("stickers issuer 1", findings[1].Found, StringComparison.Ordinal);
        Assert.All(findings, finding => Assert.True(finding.IsProblem));
        Assert.DoesNotContain(Key, error.Message + string.Concat(findings), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Keys_that_cannot_be_read_stop_the_start_and_show_in_the_doctor()
    {
        var cards = Stickers("env:CARD_KEYS");

        Assert.Contains(
            "CARD_KEYS: not set", Assert.Throws<StartException>(() => CardKeys.Open(cards, _ => null)).Message);
        Assert.True(Assert.Single(CardKeysExaminer.Examine(cards, _ => null)).IsProblem);
    }

    /// <summary>Mode of the file, null for none · its key · what is found · what to do</summary>
    public static TheoryData<UnixFileMode?, string, string, string> BadFiles => new()
    {
        { null, Key, "PATH: no such file", "write it as docs/cards.md, Keys, says, with mode 0600" },
        {
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
            Key,
            "PATH: mode 0644: others may read or change it; expected 0600, 0400 or 0640",
            "chmod 600 PATH"
        },
        {
            UnixFileMode.UserRead,
            Key[..^2],
            "PATH: expected 32 hexadecimal digits, which are 16 bytes, at stickers proof 1",
            "docs/cards.md, Keys, says what it must hold and who may read it"
        },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public void A_bad_file_of_keys_is_told_with_what_was_expected_and_what_to_do(
        UnixFileMode? mode, string key, string found, string remedy)
    {
        var file = folder.In("card-keys");
        if (mode is { } permissions)
        {
            File.WriteAllText(file, $$$"""{"stickers": {"proof": {"1": "{{{key}}}"}} }""");
            File.SetUnixFileMode(file, permissions);
        }
        var cards = Stickers($"file:{file}");

        var finding = Assert.Single(CardKeysExaminer.Examine(cards, _ => null));
        var error = Assert.Throws<StartException>(() => CardKeys.Open(cards, _ => null));

        Assert.Equal((Named(found), Named(remedy)), (finding.Found, finding.Remedy));
        Assert.StartsWith($"Card keys: {Named(found)}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key[..8], $"{finding}{error}", StringComparison.OrdinalIgnoreCase);

        string Named(string text) => text.Replace("PATH", file, StringComparison.Ordinal);
    }

    private static CardSettings Stickers(string place) => Read(
        ("keys", place),
        ("populations:0:name", "stickers"),
        ("populations:0:method", "sun"),
        ("populations:0:versions", "1"),
        ("populations:0:keyNumber", "1"));

    private static CardSettings Read(params (string Key, string? Value)[] values)
    {
        Assert.Empty(Errors(out var configuration, values));
        return configuration!.Cards;
    }

    private static IReadOnlyList<ConfigurationError> Errors(params (string Key, string? Value)[] values) =>
        Errors(out _, values);

    private static IReadOnlyList<ConfigurationError> Errors(
        out HostConfiguration? configuration, params (string Key, string? Value)[] values)
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
            all[$"cards:{key}"] = value;
        return ConfigurationReader.Read(
            new ConfigurationBuilder().AddInMemoryCollection(all).Build(), out configuration);
    }
}
