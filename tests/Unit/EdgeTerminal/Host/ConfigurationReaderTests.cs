using CloudBridge.Contract;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using Microsoft.Extensions.Configuration;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host;

public sealed class ConfigurationReaderTests : IDisposable
{
    private const string Good = """
        {
          // Comments are allowed.
          "profile": "kiosk",
          "state": "/var/lib/edge-terminal",
          "enrolment": "/etc/edge-terminal/enrolment.jws",
          "language": "fr",
          "mqtt": { "host": "localhost", "port": 1884, "client": "mosquitto", "userName": "bar", "password": "secret" },
          "cards": { "cache": "memory" },
          "reader": { "device": "/dev/ttyAMA0" },
          "panel": { "driver": "simulated", "socket": "/run/panel" },
          "kiosk": {
            "priceListVersion": 7,
            "fixedArticle": "syrup",
            "articles": [
              { "id": "beer", "key": "1", "name": "Bière", "price": 350, "taxBasisPoints": 2000,
                "adultsOnly": true, "hours": "18:00-02:30", "allowance": "alcohol", "entitlement": "SUB-2026" },
              { "id": "syrup", "price": 2, "paidWith": "TIM" }
            ]
          },
          "journal": { "retentionDays": 90 },
          "log": { "level": "warning", "file": "/var/log/et.log" }
        }
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_good_file_is_read_whole()
    {
        var configuration = Read(Good);

        Assert.Equal(("/var/lib/edge-terminal", Language.Fr), (configuration.State, configuration.Language));
        Assert.Equal(("localhost", 1884, "secret"), (
            configuration.Broker.Host, configuration.Broker.Port, configuration.Broker.Password));
        Assert.Equal("mosquitto", configuration.MqttClient.Name);
        Assert.Equal("memory", configuration.CardCaches.Name);
        Assert.Equal(new ReaderSettings("/dev/ttyAMA0", 115_200), configuration.Reader);
        Assert.Equal("/run/panel", configuration.Panel.Socket);
        Assert.Equal(7, configuration.Station.Setup.PriceListVersion);
        var beer = Assert.IsType<Input.ArticleChosen>(configuration.Station.Keys["1"]).Article;
        Assert.Equal(TimeSpan.FromDays(90), configuration.Retention);
        Assert.Equal(("Bière", new Money(350), 2000), (beer.Name, beer.Price, beer.TaxBasisPoints));
        Assert.Equal((18 * 60, 150), (beer.Window!.FromMinute, beer.Window.UntilMinute));
        Assert.Equal(("alcohol", "SUB-2026", true), (beer.Allowance, beer.Entitlement.ToString(), beer.AdultsOnly));
        Assert.Equal(AssetCategory.Time, Assert.IsType<KioskSetup>(configuration.Station.Setup).FixedArticle!.PaidWith);
    }

    [Fact]
    public void Every_error_is_named_at_once_with_key_value_and_expectation()
    {
        const string bad = """
            {
              "profile": "ferry",
              "state": "",
              "langage": "fr",
              "language": "de",
              "mqtt": { "port": 70000, "client": "carrier-pigeon" },
              "cards": { "cache": "index" },
              "reader": { "device": "/dev/ttyAMA0", "baud": 100000 },
              "panel": { "driver": "simulated" },
              "kiosk": {
                "fixedArticle": "wine",
                "articles": [
                  { "id": "be er", "key": "1", "price": 3.5, "hours": "18-02" },
                  { "id": "syrup", "key": "1", "price": 150, "taxBasisPoints": 20000, "adultsOnly": "yes" }
                ]
              }
            }
            """;

        var errors = Errors(bad).ToDictionary(error => error.Key);

        Assert.Equal(
            new[]
            {
                "cards.cache", "enrolment", "kiosk.articles.0.hours", "kiosk.articles.0.id", "kiosk.articles.0.price",
                "kiosk.articles.1.adultsOnly", "kiosk.articles.1.key", "kiosk.articles.1.taxBasisPoints",
                "kiosk.fixedArticle", "langage", "language", "mqtt.client", "mqtt.host", "mqtt.port", "panel.socket",
                "profile", "reader.baud", "state",
            },
            errors.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("mqtt.port: '70000'; expected a whole number from 1 to 65535", errors["mqtt.port"].ToString());
        Assert.Equal("mqtt.host: missing; expected the broker's name or address", errors["mqtt.host"].ToString());
        Assert.StartsWith("reader.baud: '100000'; expected one of 9600, 19200, ", errors["reader.baud"].ToString());
        Assert.Equal("language: 'de'; expected one of en, fr", errors["language"].ToString());
        Assert.Contains("memory", errors["cards.cache"].Expected, StringComparison.Ordinal);
        Assert.Contains("mosquitto", errors["mqtt.client"].Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_fixed_article_is_one_error()
    {
        var errors = Errors(Good
            .Replace("\"fixedArticle\": \"syrup\"", "\"fixedArticle\": \"wine\"", StringComparison.Ordinal)
            .Replace("\"key\": \"1\",", "", StringComparison.Ordinal));

        Assert.Equal("kiosk.fixedArticle", Assert.Single(errors).Key);
    }

    /// <summary>What is wrong with the fixed article itself · the one key that is named</summary>
    [Theory]
    [InlineData("\"id\": \"syrup\", \"key\": \"1\"", "kiosk.articles.1.key")]
    [InlineData("\"id\": \"syrup\", \"key\": \"clear\"", "kiosk.articles.1.key")]
    [InlineData("\"id\": \"syrup\", \"hours\": \"late\"", "kiosk.articles.1.hours")]
    [InlineData("\"id\": \"beer\"", "kiosk.articles.1.id", "beer")]
    [InlineData("\"id\": \"sy rup\"", "kiosk.articles.1.id", "sy rup")]
    public void An_article_with_an_error_of_its_own_is_not_said_to_be_missing(
        string written, string key, string name = "syrup")
    {
        var errors = Errors(Good
            .Replace("\"id\": \"syrup\"", written, StringComparison.Ordinal)
            .Replace("\"fixedArticle\": \"syrup\"", $"\"fixedArticle\": \"{name}\"", StringComparison.Ordinal));

        Assert.Equal(key, Assert.Single(errors).Key);
    }

    [Fact]
    public void The_environment_stands_in_for_the_file()
    {
        var merged = new ConfigurationBuilder()
            .AddJsonFile(Write(Good))
            .AddInMemoryCollection(new Dictionary<string, string?> { ["mqtt:host"] = "broker.example" })
            .Build();

        Assert.Empty(ConfigurationReader.Read(merged, out var configuration));
        Assert.Equal("broker.example", configuration!.Broker.Host);
    }

    [Theory]
    [InlineData("{ \"profile\": ")]
    [InlineData("[1, 2]")]
    [InlineData("")]
    [InlineData("{ \"profile\": \"kiosk\", \"profile\": \"kiosk\" }")]
    public void A_file_that_is_not_json_is_one_error(string content)
    {
        var error = Assert.Single(Errors(content));

        Assert.EndsWith("expected a readable JSON file", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_one_error()
    {
        var errors = ConfigurationReader.Read(folder.In("none.json"), out var configuration);

        Assert.Null(configuration);
        Assert.Contains("no such file", Assert.Single(errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_kiosk_without_keys_needs_a_fixed_article() =>
        Assert.Contains(
            Errors(Good.Replace("\"fixedArticle\": \"syrup\",", "", StringComparison.Ordinal)
                .Replace("\"key\": \"1\",", "", StringComparison.Ordinal)),
            error => error.Expected.Contains("fixedArticle", StringComparison.Ordinal));

    private HostConfiguration Read(string content)
    {
        Assert.Empty(ConfigurationReader.Read(Write(content), out var configuration));
        return configuration!;
    }

    private IReadOnlyList<ConfigurationError> Errors(string content)
    {
        var errors = ConfigurationReader.Read(Write(content), out var configuration);
        Assert.Null(configuration);
        return errors;
    }

    private string Write(string content)
    {
        var path = folder.In("config.json");
        File.WriteAllText(path, content);
        return path;
    }
}
