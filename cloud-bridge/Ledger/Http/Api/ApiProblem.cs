using System.Text;
using Microsoft.AspNetCore.Http;

namespace CloudBridge.Ledger;

/// <summary>A problem that a request of the API can end in: docs/api.md has a row for each.</summary>
/// <param name="Name">For programs.</param>
/// <param name="Status">The status code.</param>
internal sealed record ApiProblem(string Name, int Status)
{
    /// <summary>The request brings no token.</summary>
    public static readonly ApiProblem TokenNeeded = new("token-needed", StatusCodes.Status401Unauthorized);

    /// <summary>There is no such token, or it is over, or was revoked.</summary>
    public static readonly ApiProblem TokenWrong = new("token-wrong", StatusCodes.Status401Unauthorized);

    /// <summary>The token may not do that.</summary>
    public static readonly ApiProblem ScopeLacking = new("scope-lacking", StatusCodes.Status403Forbidden);

    /// <summary>Too many wrong tokens came.</summary>
    public static readonly ApiProblem TooManyTries = new("too-many-tries", StatusCodes.Status429TooManyRequests);

    /// <summary>The act must have a key.</summary>
    public static readonly ApiProblem KeyNeeded = new("key-needed", StatusCodes.Status400BadRequest);

    /// <summary>The body, or what the address says, is not of its form.</summary>
    public static readonly ApiProblem BadRequest = new("bad-request", StatusCodes.Status400BadRequest);

    /// <summary>The body is of another type.</summary>
    public static readonly ApiProblem MediaType = new("media-type", StatusCodes.Status415UnsupportedMediaType);

    /// <summary>The body is too long.</summary>
    public static readonly ApiProblem TooLong = new("too-long", StatusCodes.Status413PayloadTooLarge);

    /// <summary>So many exports are under way already.</summary>
    public static readonly ApiProblem Busy = new("busy", StatusCodes.Status503ServiceUnavailable);

    /// <summary>The log has not the line of this cursor, or not any more.</summary>
    public static readonly ApiProblem NoSuchCursor = new("no-such-cursor", StatusCodes.Status409Conflict);

    /// <summary>The ledger's log says what went wrong.</summary>
    public static readonly ApiProblem Fault = new("fault", StatusCodes.Status500InternalServerError);

    /// <summary>An act that was refused.</summary>
    public static ApiProblem Of(RefusalKind kind) => new(NameOf(kind), StatusOf(kind));

    private static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.NoSuchCard or
        RefusalKind.NoSuchTerminal or
        RefusalKind.NoSuchRow or
        RefusalKind.NoSuchEntitlement => StatusCodes.Status404NotFound,
        RefusalKind.NotPossible or
        RefusalKind.NoSuchAsset or
        RefusalKind.KeyReused => StatusCodes.Status422UnprocessableEntity,
        RefusalKind.TooManyKeys => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status409Conflict,
    };

    private static string NameOf(RefusalKind kind)
    {
        var name = new StringBuilder();
        foreach (var letter in kind.ToString())
        {
            if (char.IsUpper(letter) && name.Length > 0)
                name.Append('-');
            name.Append(char.ToLowerInvariant(letter));
        }
        return name.ToString();
    }
}
