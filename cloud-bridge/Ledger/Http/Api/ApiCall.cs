using System.Globalization;
using System.Text.Json;
using CloudBridge.Contract;
using Microsoft.AspNetCore.Http;

namespace CloudBridge.Ledger;

/// <summary>A request that may be done: its token, its form and its key are good.</summary>
/// <param name="Context">Of the request.</param>
/// <param name="Token">Who asks.</param>
/// <param name="Body">What was sent, of the route's type; null: nothing.</param>
/// <param name="Sent">The same as it was written.</param>
/// <param name="Key">Of a route that needs one.</param>
internal sealed record ApiCall(
    HttpContext Context, LedgerEntry.TokenCreated Token, object? Body, JsonElement Sent, RequestKey? Key)
{
    /// <summary>Items that are asked for.</summary>
    public int Limit => (int)(Number("limit") ?? ApiQuery.UsualLimit);

    /// <summary>The token's name.</summary>
    public string By => Token.Name;

    /// <summary>What was sent.</summary>
    public T Of<T>() => (T)Body!;

    /// <summary>A parameter behind the question mark; null: it is left out.</summary>
    public string? Text(string query) =>
        Context.Request.Query.TryGetValue(query, out var values) ? values[0] : null;

    /// <summary>The same, of one that is a number.</summary>
    public long? Number(string query) =>
        Text(query) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>A parameter of the path.</summary>
    public string Path(string name) => (string)Context.Request.RouteValues[name]!;

    /// <summary>What is asked needs another scope beside that of its route.</summary>
    /// <returns>The token has it not; null: it has.</returns>
    public ApiReply.Bad? Lacks(string scope) => TokenGuard.WhyNot(Context, scope, Token);

    /// <summary>Does something to the card that the path names.</summary>
    public ApiReply WithCard(Func<CardToken, ApiReply> act) => CardToken.TryParse(Path("card"), out var card)
        ? act(card)
        : new ApiReply.Bad(
            ApiProblem.Of(RefusalKind.NoSuchCard),
            "Expected a card's token, 32 lower-case hexadecimal digits. POST /v1/cards/lookup finds it.");

    /// <summary>Does something to the terminal that the path names.</summary>
    public ApiReply WithTerminal(Func<TerminalId, ApiReply> act) => TerminalId.TryParse(Path("terminal"), out var name)
        ? act(name)
        : new ApiReply.Bad(ApiProblem.Of(RefusalKind.NoSuchTerminal), $"Expected {Name.Expected}.");
}
