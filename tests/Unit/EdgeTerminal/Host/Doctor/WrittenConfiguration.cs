using EdgeTerminal.Host;
using Microsoft.Extensions.Configuration;

namespace Tests.Unit.EdgeTerminal.Host.Doctor;

/// <summary>A configuration as an operator writes it: the values that a test is about, and all that every one has.
/// </summary>
internal static class WrittenConfiguration
{
    /// <summary>A drink station with one tap.</summary>
    public static readonly (string Key, string? Value)[] Drink =
    [
        ("profile", "drink"), ("drink.product.id", "pils"), ("drink.product.price", "700"),
        ("drink.pulsesPerLitre", "400"), ("drink.valve", "valve"), ("drink.meterLine", "20"),
    ];

    public static HostConfiguration Of((string Key, string? Value)[] written)
    {
        var values = written.ToDictionary(row => row.Key.Replace('.', ':'), row => row.Value);
        values["state"] = "/var/lib/edge-terminal";
        values["enrolment"] = "/etc/edge-terminal/enrolment.jws";
        values["mqtt:host"] = "10.0.0.2";
        values["reader:device"] = "/dev/ttyAMA0";
        values["lines:0:name"] = "valve";
        values["lines:0:line"] = "17";
        Assert.Empty(ConfigurationReader.Read(
            new ConfigurationBuilder().AddInMemoryCollection(values).Build(), out var configuration));
        return configuration!;
    }
}
