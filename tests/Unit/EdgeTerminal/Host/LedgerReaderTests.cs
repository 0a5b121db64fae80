using EdgeTerminal.Host;
using Microsoft.Extensions.Configuration;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>What is written of the ledger's HTTP server.</summary>
public class LedgerReaderTests
{
    [Theory]
    [InlineData("ledger:wipeAfterHours", "48")]
    [InlineData("ledger:authority", "/etc/edge-terminal/ca.pem")]
    public void Without_a_server_nobody_could_be_asked_nor_given_the_journal(string key, string value)
    {
        Assert.Contains(Errors((key, value)), error => error.Key == "ledger.server");
        Assert.DoesNotContain(
            Errors((key, value), ("ledger:server", "https://ledger.lan:8443")),
            error => error.Key.StartsWith("ledger", StringComparison.Ordinal));
    }

    private static IReadOnlyList<ConfigurationError> Errors(params (string Key, string Value)[] written) =>
        ConfigurationReader.ReadWhatIsGood(
            new ConfigurationBuilder().AddInMemoryCollection(
                written.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).Build(),
            out _);
}
