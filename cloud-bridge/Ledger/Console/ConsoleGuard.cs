using Microsoft.AspNetCore.Http;

namespace CloudBridge.Ledger;

/// <summary>What every answer of the console forbids its page, and which requests are not its own.</summary>
internal static class ConsoleGuard
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; " +
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Says what the page may.</summary>
    public static void Protect(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.CacheControl = "no-store";
        // Not no-referrer: browsers would then say of our own forms that they come from nowhere (Fetch, section 3.2).
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
    }

    /// <summary>
    /// A page of ours sent it. Browsers say where a form comes from, and no page can make them say something else; the
    /// scheme is that of the proxy, where there is one.
    /// </summary>
    public static bool IsOurs(HttpRequest request) =>
        request.Headers.Origin is [{ } origin] &&
        Uri.TryCreate(origin, UriKind.Absolute, out var from) &&
        from.Scheme is "https" or "http" &&
        string.Equals(from.Authority, AuthorityOf(request, from), StringComparison.OrdinalIgnoreCase) &&
        request.Headers["Sec-Fetch-Site"] is [] or ["same-origin"];

    /// <summary>As the URL of that scheme would say it: without the port that goes without saying.</summary>
    private static string AuthorityOf(HttpRequest request, Uri from) =>
        Uri.TryCreate($"{from.Scheme}://{request.Host.Value}/", UriKind.Absolute, out var ours) ? ours.Authority : "";
}
