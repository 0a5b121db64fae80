using System.Diagnostics.CodeAnalysis;

namespace CloudBridge.Telemetry;

/// <summary>Where a program sends its metrics and traces.</summary>
/// <param name="Collector">Its base; the paths of OTLP/HTTP (OTLP 1.5, "OTLP/HTTP Request") stand behind it.</param>
public sealed record OtlpSettings(Uri Collector)
{
    /// <summary>How it is written.</summary>
    public const string Expected = "a collector's http or https URL without user, query and fragment, such as " +
        "http://127.0.0.1:4318";

    /// <summary>Reads the URL of a collector. Who may write there is said by headers, which no log has.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out OtlpSettings? settings)
    {
        settings = Uri.TryCreate(text, UriKind.Absolute, out var url) &&
            (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps) &&
            url.UserInfo.Length == 0 && url.Query.Length == 0 && url.Fragment.Length == 0
                ? new OtlpSettings(url)
                : null;
        return settings is not null;
    }

    /// <summary>Where one signal goes: <c>metrics</c> or <c>traces</c>.</summary>
    internal Uri Of(string signal) => new($"{Collector.GetLeftPart(UriPartial.Path).TrimEnd('/')}/v1/{signal}");
}
