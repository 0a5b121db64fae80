using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CloudBridge.Ledger;

/// <summary>
/// The routes of the API: for each request its token, its form and its key are looked at before anything is done.
/// </summary>
internal sealed class ApiResource(IReadOnlyList<ApiRoute> table, TokenGuard guard, CardDesk cards) : IResource
{
    private const string JsonType = "application/json";
    private const int LongestBody = 256 * 1024;
    private const int LongestKey = 100;

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var route in table)
            routes.MapMethods(route.Path, [route.Method], context => DoAsync(route, context));
    }

    private async Task DoAsync(ApiRoute route, HttpContext context)
    {
        var reply = guard.WhyNot(context, route.Scope, out var by) ?? FlawOfQuery(route, context.Request);
        await ReplyAsync(route, context, reply ?? await AskAsync(route, context, by!));
    }

    private async Task<ApiReply> AskAsync(ApiRoute route, HttpContext context, LedgerEntry.TokenCreated by)
    {
        var sent = ReadOnlyMemory<byte>.Empty;
        object? body = null;
        JsonElement element = default;
        if (route.Body is { } type)
        {
            var mediaType = context.Request.ContentType?.Split(';')[0].Trim();
            if (!string.Equals(mediaType, JsonType, StringComparison.OrdinalIgnoreCase))
                return new ApiReply.Bad(ApiProblem.MediaType, $"Expected {JsonType}.");
            if (await ReadAsync(context) is not { } read)
                return new ApiReply.Bad(ApiProblem.TooLong, $"Expected at most {LongestBody} bytes.");
            sent = read;
            if (JsonBody.Read(sent, type, out body, out element) is { } flaw)
                return new ApiReply.Bad(ApiProblem.BadRequest, flaw);
        }
        if (!route.IsKeyed)
            return route.Handle(new ApiCall(context, by, body, element, Key: null));
        return KeyOf(context.Request) is { } key
            ? route.Handle(new ApiCall(
                context,
                by,
                body,
                element,
                cards.KeyOf(by.Name, key, Asked(route, context.Request), sent.Span)))
            : new ApiReply.Bad(
                ApiProblem.KeyNeeded,
                $"Expected Idempotency-Key: \"KEY\", 1 to {LongestKey} visible ASCII characters, new for each " +
                "request and the same when it is made again.");
    }

    /// <summary>All that makes another request of it, beside the body.</summary>
    private static string Asked(ApiRoute route, HttpRequest request) =>
        $"{route.Method} {request.Path}{request.QueryString}";

    private static ApiReply.Bad? FlawOfQuery(ApiRoute route, HttpRequest request)
    {
        foreach (var (name, values) in request.Query)
        {
            if (route.Query.FirstOrDefault(known => known.Name == name) is not { } known)
                return new ApiReply.Bad(
                    ApiProblem.BadRequest,
                    $"'{Printable.Of(name)}' is not known; expected " +
                    (route.Query.Count == 0 ? "nothing" : string.Join(", ", route.Query.Select(row => row.Name))) +
                    " behind the question mark.");
            if (values is not [{ } value] || !known.IsGood(value))
                return new ApiReply.Bad(ApiProblem.BadRequest, $"{name}: expected {known.Expected}, once.");
        }
        return null;
    }

    /// <summary>
    /// A string of RFC 8941, in quotes, as draft-ietf-httpapi-idempotency-key-header has it; many clients leave the
    /// quotes out.
    /// </summary>
    private static string? KeyOf(HttpRequest request)
    {
        if (request.Headers["Idempotency-Key"] is not [{ } sent])
            return null;
        var key = sent.Trim();
        if (key is ['"', .. var inner, '"'])
            key = inner;
        return key.Length is > 0 and <= LongestKey && key.All(letter => letter is > ' ' and <= '~' and not '"')
            ? key
            : null;
    }

    private static async Task ReplyAsync(ApiRoute route, HttpContext context, ApiReply reply)
    {
        switch (reply)
        {
            case ApiReply.Good { Json: var json }:
                context.Response.StatusCode = json.IsEmpty ? StatusCodes.Status204NoContent : route.Status;
                if (!json.IsEmpty)
                    await Problems.BodyAsync(context, route.MediaType, json);
                break;
            case ApiReply.Streamed { WriteAsync: var writeAsync }:
                context.Response.ContentType = route.MediaType;
                context.Response.Headers.CacheControl = "no-store";
                await writeAsync(context.Response.Body, context.RequestAborted);
                break;
            case ApiReply.Bad { Problem: var problem, Detail: var detail, After: var after }:
                if (after is { } wait)
                    Problems.ComeAgain(context, wait);
                await Problems.WriteAsync(context, problem.Status, problem.Name, detail);
                break;
        }
    }

    /// <returns>Null: it is too long.</returns>
    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentLength > LongestBody)
            return null;
        var buffer = new byte[(int)(context.Request.ContentLength ?? LongestBody) + 1];
        var length = await context.Request.Body.ReadAtLeastAsync(
            buffer, buffer.Length, throwOnEndOfStream: false, context.RequestAborted);
        return length > LongestBody ? null : buffer.AsMemory(0, length);
    }
}
