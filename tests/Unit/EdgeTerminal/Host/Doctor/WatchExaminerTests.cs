using EdgeTerminal.Host;
using Microsoft.Extensions.Configuration;

namespace Tests.Unit.EdgeTerminal.Host.Doctor;

/// <summary>At which address a terminal may be watched, and what the doctor says of it.</summary>
public sealed class WatchExaminerTests
{
    [Theory]
    [InlineData(null, "at 127.0.0.1:9464, for this machine alone")]
    [InlineData("127.0.0.1", "at 127.0.0.1:9464, for this machine alone")]
    [InlineData("::1", "at [::1]:9464, for this machine alone")]
    [InlineData("0.0.0.0", "at 0.0.0.0:9464, without a password")]
    [InlineData("10.0.0.7", "at 10.0.0.7:9464, without a password")]
    public void An_address_beyond_this_machine_is_named(string? address, string found)
    {
        var settings = WrittenConfiguration.Of(
            [.. WrittenConfiguration.Drink, ("metrics.port", "9464"), .. Written(address)]).Watch;

        var finding = Assert.Single(WatchExaminer.Examine(settings, otlp: null));

        Assert.StartsWith(found, finding.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nobody_watches_there_is_nothing_to_say() => Assert.Empty(WatchExaminer.Examine(null, null));

    [Fact]
    public void A_collector_is_named()
    {
        var read = WrittenConfiguration.Of([.. WrittenConfiguration.Drink, ("metrics.otlp", "http://10.0.0.9:4318")]);

        var finding = Assert.Single(WatchExaminer.Examine(read.Watch, read.Otlp));

        Assert.Equal("numbers and traces go to http://10.0.0.9:4318/", finding.Found);
    }

    [Fact]
    public void What_is_no_collector_is_refused()
    {
        var error = Wrong(("metrics:otlp", "10.0.0.9:4318"));

        Assert.Contains("expected a collector's http or https URL", error, StringComparison.Ordinal);
    }

    /// <summary>Each of them is an address to a parser, and a mistake of whoever wrote it.</summary>
    [Theory]
    [InlineData("9464")]
    [InlineData("127.1")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("localhost")]
    public void What_is_no_whole_address_is_refused(string address)
    {
        var error = Wrong(("metrics:port", "9464"), ("metrics:address", address));

        Assert.Contains("expected an address of this machine", error, StringComparison.Ordinal);
    }

    private static string Wrong(params (string Key, string? Value)[] written)
    {
        var values = written.Select(row => KeyValuePair.Create(row.Key, row.Value));
        var errors = ConfigurationReader.ReadWhatIsGood(
            new ConfigurationBuilder().AddInMemoryCollection(values).Build(), out _);
        return Assert.Single(errors, error => error.Key.StartsWith("metrics", StringComparison.Ordinal)).ToString();
    }

    private static (string Key, string? Value)[] Written(string? address) =>
        address is null ? [] : [("metrics.address", address)];
}
