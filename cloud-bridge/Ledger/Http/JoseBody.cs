using Microsoft.AspNetCore.Http;

namespace CloudBridge.Ledger;

/// <summary>The body of a request that is signed: JWS, and nothing else.</summary>
internal static class JoseBody
{
    /// <summary>Of one JWS or JWE, and of lines that are each a JWS.</summary>
    public const string MediaType = "application/jose";

    /// <summary>Reads it.</summary>
    /// <param name="context">Of the request.</param>
    /// <param name="most">So many bytes at most.</param>
    /// <returns>Null: there is a problem, which was answered.</returns>
    public static async Task<byte[]?> ReadAsync(HttpContext context, int most)
    {
        var sent = context.Request.ContentType?.Split(';')[0].Trim();
        if (!string.Equals(sent, MediaType, StringComparison.OrdinalIgnoreCase))
        {
            await Problems.WriteAsync(
                context, StatusCodes.Status415UnsupportedMediaType, "media-type", $"Expected {MediaType}.");
            return null;
        }
        var buffer = new byte[most + 1];
        var length = await context.Request.Body.ReadAtLeastAsync(
            buffer, buffer.Length, throwOnEndOfStream: false, context.RequestAborted);
        if (length <= most)
            return buffer[..length];
        await Problems.WriteAsync(
            context, StatusCodes.Status413PayloadTooLarge, "too-long", $"Expected at most {most} bytes.");
        return null;
    }
}
