using CloudBridge.Contract;
using Microsoft.AspNetCore.Http;

namespace CloudBridge.Ledger;

/// <summary>Somebody who has logged in looks at a page, or does something in it.</summary>
/// <param name="Context">Of the request.</param>
/// <param name="Language">In which he reads.</param>
/// <param name="Account">His.</param>
/// <param name="Token">What each of his forms must bring back.</param>
/// <param name="Form">What he sent; null: he only looks.</param>
internal sealed record Visit(
    HttpContext Context, Language Language, ConsoleAccount Account, string Token, IFormCollection? Form)
{
    private const int LongestField = 2_000;

    /// <summary>What the log calls him where tokens have names, too.</summary>
    public string By => ActRow.Console + Account.Name;

    /// <summary>He has asked for it, and not a page by itself.</summary>
    public bool IsByHand => IsAskedByHand(Context.Request);

    /// <summary>Somebody has asked, and not a page by itself: a script's, or one that is loaded again.</summary>
    public static bool IsAskedByHand(HttpRequest request) =>
        request.Headers["HX-Request"] != "true" &&
        !(HttpMethods.IsGet(request.Method) && request.Query.ContainsKey(Again));

    /// <summary>Says in an address that a page asks by itself.</summary>
    public const string Again = "again";

    /// <summary>He may do what this role may.</summary>
    public bool May(AccountRole role) => Account.Role >= role;

    /// <summary>A phrase in his language.</summary>
    public string Say(Phrase phrase) => Language.Say(phrase);

    /// <summary>The same, with what belongs into it.</summary>
    public string Say(Phrase phrase, params object[] what) => Language.Say(phrase, what);

    /// <summary>What he wrote into a field, without spaces around it.</summary>
    public string Field(string name)
    {
        var text = Form?[name].ToString().Trim() ?? "";
        return text.Length <= LongestField ? text : text[..LongestField];
    }

    /// <summary>What stands behind the question mark; null: nothing.</summary>
    public string? Query(string name) => Context.Request.Query[name] is [{ Length: > 0 and <= 100 } text] ? text : null;

    /// <summary>A parameter of the path.</summary>
    public string Path(string name) => (string)Context.Request.RouteValues[name]!;

    /// <summary>
    /// Its form, done once however often it is sent: a page that is loaded again makes another one.
    /// </summary>
    public RequestKey KeyOf(CardDesk cards)
    {
        var sent = string.Join('\n', Form!.OrderBy(row => row.Key, StringComparer.Ordinal).Select(row => $"{row}"));
        return cards.KeyOf(
            By, Field("once"), Context.Request.Path, System.Text.Encoding.UTF8.GetBytes(sent));
    }
}
