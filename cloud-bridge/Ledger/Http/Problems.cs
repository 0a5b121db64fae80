using System.Globalization;
using CloudBridge.Contract;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace CloudBridge.Ledger;

/// <summary>Answers that say what went wrong (RFC 9457).</summary>
internal static class Problems
{
    /// <summary>Says what was expected, and what to do.</summary>
    /// <param name="context">Of the request.</param>
    /// <param name="status">The status code.</param>
    /// <param name="name">Which problem, for programs.</param>
    /// <param name="detail">What was expected, and what to do.</param>
    public static Task WriteAsync(HttpContext context, int status, string name, string detail)
    {
        var title = ReasonPhrases.GetReasonPhrase(status);
        var problem = new ProblemDocument(ProblemDocument.TypeOf(name), title, status, detail);
        context.Response.StatusCode = status;
        return BodyAsync(context, ProblemDocument.MediaType, problem.Write());
    }

    /// <summary>When to come again.</summary>
    public static void ComeAgain(HttpContext context, TimeSpan after) =>
        context.Response.Headers.RetryAfter =
            Math.Max(1, (long)Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    /// <summary>An answer; nobody between may keep it.</summary>
    public static async Task BodyAsync(HttpContext context, string mediaType, ReadOnlyMemory<byte> body)
    {
        context.Response.ContentType = mediaType;
        context.Response.ContentLength = body.Length;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
