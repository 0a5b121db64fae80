using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace CloudBridge.Ledger;

/// <summary>What the console keeps in a browser, and how it knows its own forms.</summary>
internal static class ConsoleCookies
{
    /// <summary>Only this host sets it, only over TLS, and no script reads it (RFC 6265bis, section 4.1.3.2).</summary>
    private const string Session = "__Host-ledger-session";

    /// <summary>Of who has not logged in: so that his form is his own as well.</summary>
    private const string Visitor = "__Host-ledger-visitor";

    /// <summary>Of who has logged in here before: strangers who try his name do not bar him.</summary>
    private const string Known = "__Host-ledger-known";

    private const string Chosen = "__Host-ledger-language";
    private const int SecretBytes = 32;
    private const int LongestSecret = 64;

    private static CookieOptions Strict => new()
    {
        Path = "/", Secure = true, HttpOnly = true, SameSite = SameSiteMode.Strict,
    };

    private static CookieOptions Lasting
    {
        get
        {
            var options = Strict;
            options.MaxAge = TimeSpan.FromDays(365);
            return options;
        }
    }

    /// <summary>What it shows of its session; null: nothing.</summary>
    public static string? SessionOf(HttpRequest request) => Sound(request.Cookies[Session]);

    /// <summary>The language that was chosen; null: none was.</summary>
    public static string? LanguageOf(HttpRequest request) => request.Cookies[Chosen];

    /// <summary>What it shows before anybody has logged in; made where there is nothing.</summary>
    public static string VisitorOf(HttpContext context)
    {
        if (Sound(context.Request.Cookies[Visitor]) is { } known)
            return known;
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        context.Response.Cookies.Append(Visitor, secret, Strict);
        return secret;
    }

    /// <summary>What it was given at a login before; null: nothing.</summary>
    public static string? MarkOf(HttpRequest request) => Sound(request.Cookies[Known]);

    /// <summary>Somebody has logged in.</summary>
    public static void Open(HttpResponse response, LoginOutcome.Done done)
    {
        response.Cookies.Append(Session, done.Secret, Strict);
        response.Cookies.Append(Known, done.Mark, Lasting);
        response.Cookies.Delete(Visitor, Strict);
    }

    /// <summary>Nobody is logged in any more.</summary>
    public static void End(HttpResponse response) => response.Cookies.Delete(Session, Strict);

    /// <summary>A language was chosen.</summary>
    public static void Choose(HttpResponse response, Language language) =>
        response.Cookies.Append(Chosen, language.Code, Lasting);

    /// <summary>What a form must bring back that was made for this secret: who has it has its browser.</summary>
    public static string TokenOf(string secret) => Base64Url.EncodeToString(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), "form"u8));

    /// <summary>Is it that one?</summary>
    public static bool IsToken(string secret, string token) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(TokenOf(secret)), Encoding.UTF8.GetBytes(token));

    private static string? Sound(string? text) => text is { Length: > 0 and <= LongestSecret } ? text : null;
}
