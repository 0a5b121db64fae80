using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace CloudBridge.Ledger;

/// <summary>
/// One thing that the API can do. The table of these is what requests are routed by, and what the OpenAPI document is
/// made of.
/// </summary>
/// <param name="Method">GET, POST …</param>
/// <param name="Path">With its parameters in braces.</param>
/// <param name="Name">For programs, unique.</param>
/// <param name="Summary">For people.</param>
internal sealed record ApiRoute(string Method, string Path, string Name, string Summary)
{
    /// <summary>What the token must allow.</summary>
    public required string Scope { get; init; }

    /// <summary>What it must allow beside that where a badge is given, taken or changes hands; null: nothing.</summary>
    public string? ScopeForBadges { get; init; }

    /// <summary>Does it.</summary>
    public required Func<ApiCall, ApiReply> Handle { get; init; }

    /// <summary>What is sent; null: nothing.</summary>
    public JsonTypeInfo? Body { get; init; }

    /// <summary>What is answered; null: nothing, or what <see cref="MediaType"/> says.</summary>
    public JsonTypeInfo? Answer { get; init; }

    /// <summary>Of an answer that is good.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Of an answer that is good.</summary>
    public string MediaType { get; init; } = "application/json";

    /// <summary>What may stand behind the question mark.</summary>
    public IReadOnlyList<ApiQuery> Query { get; init; } = [];

    /// <summary>It is done once for each <c>Idempotency-Key</c>.</summary>
    public bool IsKeyed { get; init; }

    /// <summary>Why it may be refused, beside what every route may answer.</summary>
    public IReadOnlyList<RefusalKind> Refusals { get; init; } = [];

    /// <summary>It may be busy.</summary>
    public bool MayBeBusy { get; init; }

    /// <summary>It goes on behind a line of the log.</summary>
    public bool HasCursor { get; init; }

    /// <summary>All problems that it can answer.</summary>
    public IEnumerable<ApiProblem> Problems()
    {
        yield return ApiProblem.BadRequest;
        yield return ApiProblem.TokenNeeded;
        yield return ApiProblem.TokenWrong;
        yield return ApiProblem.ScopeLacking;
        yield return ApiProblem.TooManyTries;
        yield return ApiProblem.Fault;
        if (MayBeBusy)
            yield return ApiProblem.Busy;
        if (HasCursor)
            yield return ApiProblem.NoSuchCursor;
        if (Body is not null)
        {
            yield return ApiProblem.MediaType;
            yield return ApiProblem.TooLong;
        }
        if (IsKeyed)
        {
            yield return ApiProblem.KeyNeeded;
            yield return ApiProblem.Of(RefusalKind.KeyReused);
            yield return ApiProblem.Of(RefusalKind.TooManyKeys);
        }
        foreach (var kind in Refusals)
            yield return ApiProblem.Of(kind);
    }
}
