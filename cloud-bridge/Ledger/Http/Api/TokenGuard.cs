using Microsoft.AspNetCore.Http;

namespace CloudBridge.Ledger;

/// <summary>
/// Lets requests in by their tokens (RFC 6750). Who tries many is slowed down, all of them together; whoever has a
/// token is let in at any time.
/// </summary>
internal sealed class TokenGuard(TokenDesk tokens, TimeProvider time)
{
    /// <summary>Wrong tokens a minute; for the rest of it nobody hears whether another is wrong.</summary>
    public const int MostWrongAMinute = 60;

    private const string Scheme = "Bearer ";

    private readonly Lock gate = new();
    private long minute;
    private int wrong;

    /// <summary>May this request be done?</summary>
    /// <param name="context">Of it.</param>
    /// <param name="scope">What is needed.</param>
    /// <param name="by">The token.</param>
    /// <returns>Why not; null: it may.</returns>
    public ApiReply.Bad? WhyNot(HttpContext context, string scope, out LedgerEntry.TokenCreated? by)
    {
        by = null;
        string? sent = context.Request.Headers.Authorization;
        if (sent is null || !sent.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            Challenge(context, "");
            return new ApiReply.Bad(
                ApiProblem.TokenNeeded, "Expected Authorization: Bearer TOKEN, one of `ledger token create`.");
        }
        var text = sent[Scheme.Length..].Trim();
        if (!TokenDesk.IsOfItsForm(text) ||
            (AreTooMany() && !tokens.MayBeOne(text)) ||
            tokens.Find(text) is not { } token)
            return Wrong(context);
        by = token;
        return WhyNot(context, scope, token);
    }

    /// <summary>May the token do what needs this scope?</summary>
    /// <returns>Why not; null: it may.</returns>
    public static ApiReply.Bad? WhyNot(HttpContext context, string scope, LedgerEntry.TokenCreated token)
    {
        if (token.Scopes.Contains(scope, StringComparer.Ordinal))
            return null;
        Challenge(context, $", error=\"insufficient_scope\", scope=\"{scope}\"");
        return new ApiReply.Bad(
            ApiProblem.ScopeLacking,
            $"The token {token.Name} has not the scope {scope}; it has {string.Join(' ', token.Scopes)}.");
    }

    private ApiReply.Bad Wrong(HttpContext context)
    {
        lock (gate)
            Count(1);
        if (AreTooMany())
            return new ApiReply.Bad(
                ApiProblem.TooManyTries,
                "Too many wrong tokens came within a minute: come again after Retry-After.",
                TimeSpan.FromSeconds(60 - (time.GetUtcNow().ToUnixTimeSeconds() % 60)));
        Challenge(context, ", error=\"invalid_token\"");
        return new ApiReply.Bad(
            ApiProblem.TokenWrong, "There is no such token, or it is over, or was revoked: see `ledger token list`.");
    }

    private bool AreTooMany()
    {
        lock (gate)
            return Count(0) > MostWrongAMinute;
    }

    private int Count(int more)
    {
        var current = time.GetUtcNow().ToUnixTimeSeconds() / 60;
        if (current != minute)
            (minute, wrong) = (current, 0);
        return wrong += more;
    }

    private static void Challenge(HttpContext context, string error) =>
        context.Response.Headers.WWWAuthenticate = $"Bearer realm=\"ledger\"{error}";
}
