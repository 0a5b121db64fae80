using CloudBridge.Telemetry;

namespace Tests.Unit.CloudBridge.Telemetry;

/// <summary>Where metrics and traces may go.</summary>
public sealed class OtlpSettingsTests
{
    [Theory]
    [InlineData("http://127.0.0.1:4318", "http://127.0.0.1:4318/v1/traces")]
    [InlineData("https://otlp.example/tenant/", "https://otlp.example/tenant/v1/traces")]
    [InlineData("http://[::1]:4318", "http://[::1]:4318/v1/traces")]
    public void A_collector_is_known_by_its_base(string written, string place)
    {
        Assert.True(OtlpSettings.TryRead(written, out var settings));
        Assert.Equal(place, settings.Of("traces").ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("127.0.0.1:4318")]
    [InlineData("grpc://127.0.0.1:4317")]
    [InlineData("http://somebody:secret@127.0.0.1:4318")]
    [InlineData("http://127.0.0.1:4318?key=secret")]
    [InlineData("http://127.0.0.1:4318#x")]
    [InlineData("/v1/traces")]
    public void Anything_else_is_refused(string written) => Assert.False(OtlpSettings.TryRead(written, out _));
}
