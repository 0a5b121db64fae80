using CloudBridge.Contract;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace CloudBridge.Ledger;

/// <summary>
/// <c>/console</c>: for each request its session, its role and its form are looked at before anything is done.
/// </summary>
internal sealed class ConsoleResource(
    IReadOnlyList<ConsoleRoute> table, LoginPage login, AccountDesk accounts, ConsoleFrame frame) : IResource
{
    private const int LongestForm = 64 * 1024;
    private const int MostFields = 64;

    /// <summary>A script that gets no answer leaves a page as it is: a browser that is told this does not.</summary>
    private const int RefreshSeconds = 60;

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", context => Move(context, "/console"));
        routes.MapGet("/console/files/{name}", FileAsync);
        routes.MapGet("/console/login", context => LogInAsync(context, isSent: false));
        routes.MapPost("/console/login", context => LogInAsync(context, isSent: true));
        routes.MapPost("/console/logout", LogOutAsync);
        foreach (var route in table)
            routes.MapMethods(route.Path, [route.Method], context => DoAsync(route, context));
        routes.MapGet("/console/{**rest}", NotFoundAsync);
    }

    /// <summary>The language in which whoever asks reads; one that he asks for now is kept.</summary>
    private static Language LanguageOf(HttpContext context)
    {
        if (Language.Find(context.Request.Query["language"]) is { } chosen)
        {
            ConsoleCookies.Choose(context.Response, chosen);
            return chosen;
        }
        return Language.For(
            ConsoleCookies.LanguageOf(context.Request), context.Request.Headers.AcceptLanguage.ToString());
    }

    private async Task DoAsync(ConsoleRoute route, HttpContext context)
    {
        ConsoleGuard.Protect(context);
        var isByHand = Visit.IsAskedByHand(context.Request);
        // First: who sends it slowly may be nobody any more when it is here.
        var form = await FormOf(context);
        if (ConsoleCookies.SessionOf(context.Request) is not { } secret ||
            accounts.Find(secret, isByHand) is not { } account)
        {
            await TurnAwayAsync(context);
            return;
        }
        var visit = new Visit(
            context, LanguageOf(context), account, ConsoleCookies.TokenOf(secret), form);
        var reply =
            !visit.May(route.Role) ? Forbidden(visit, visit.Say(Phrases.MayNot, visit.Language.Say(route.Role)))
            : route.Method != "GET" && !IsHis(visit, secret) ? Forbidden(visit, visit.Say(Phrases.FormIsOld))
            : route.Handle(visit);
        await ReplyAsync(visit, reply);
    }

    private async Task LogInAsync(HttpContext context, bool isSent)
    {
        ConsoleGuard.Protect(context);
        var language = LanguageOf(context);
        var form = isSent ? await FormOf(context) : null;
        var (status, title, main) = await login.AnswerAsync(context, language, form);
        if (main is null)
        {
            // Nobody's session stays open behind the one that its browser forgets now.
            if (ConsoleCookies.SessionOf(context.Request) is { } former)
                accounts.LogOut(former);
            await Move(context, "/console");
        }
        else
            await WriteAsync(context, status, frame.Around(language, title, main));
    }

    private async Task LogOutAsync(HttpContext context)
    {
        ConsoleGuard.Protect(context);
        if (ConsoleCookies.SessionOf(context.Request) is { } secret && await FormOf(context) is { } form &&
            ConsoleGuard.IsOurs(context.Request) && ConsoleCookies.IsToken(secret, form["form"].ToString()))
        {
            accounts.LogOut(secret);
            ConsoleCookies.End(context.Response);
        }
        await Move(context, "/console/login");
    }

    private async Task NotFoundAsync(HttpContext context)
    {
        ConsoleGuard.Protect(context);
        var language = LanguageOf(context);
        await WriteAsync(
            context,
            StatusCodes.Status404NotFound,
            frame.Around(
                language, language.Say(Phrases.NoSuchPage), Html.Of($"<p><a href=\"/console\">/console</a></p>")));
    }

    private static Task FileAsync(HttpContext context)
    {
        ConsoleGuard.Protect(context);
        if (ConsoleFiles.Find((string)context.Request.RouteValues["name"]!) is not var (type, content))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }
        context.Response.ContentType = type;
        context.Response.ContentLength = content.Length;
        // Nothing in it is anybody's; of another build it may be another one.
        context.Response.Headers.CacheControl = "private, max-age=300";
        return context.Response.Body.WriteAsync(content, context.RequestAborted).AsTask();
    }

    /// <summary>A page that looks by itself must not put another one into itself.</summary>
    private static Task TurnAwayAsync(HttpContext context)
    {
        if (context.Request.Headers["HX-Request"] != "true")
            return Move(context, "/console/login");
        context.Response.Headers["HX-Redirect"] = "/console/login";
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }

    private static bool IsHis(Visit visit, string secret) =>
        ConsoleGuard.IsOurs(visit.Context.Request) && ConsoleCookies.IsToken(secret, visit.Field("form"));

    /// <returns>Null: none was sent, or it is none.</returns>
    private static async Task<IFormCollection?> FormOf(HttpContext context)
    {
        var request = context.Request;
        var mediaType = request.ContentType?.Split(';')[0].Trim();
        if (!HttpMethods.IsPost(request.Method) || request.ContentLength is null or > LongestForm ||
            !string.Equals(mediaType, "application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
            return null;
        try
        {
            var options = new FormOptions { ValueCountLimit = MostFields, ValueLengthLimit = LongestForm };
            return await new FormFeature(request, options).ReadFormAsync(context.RequestAborted);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static ConsoleReply Forbidden(Visit visit, string why) => new ConsoleReply.Page(
        why, Html.Of($"<p><a href=\"/console\">{visit.Say(Phrases.Overview)}</a></p>"), StatusCodes.Status403Forbidden);

    private Task ReplyAsync(Visit visit, ConsoleReply reply) => reply switch
    {
        ConsoleReply.Moved { To: var to } => Move(visit.Context, to),
        ConsoleReply.Page page => PageAsync(visit, page),
        _ => throw new ArgumentOutOfRangeException(nameof(reply)),
    };

    private Task PageAsync(Visit visit, ConsoleReply.Page page)
    {
        if (page.LooksAgainAt is { } again)
            visit.Context.Response.Headers["Refresh"] = FormattableString.Invariant($"{RefreshSeconds}; url={again}");
        return WriteAsync(visit.Context, page.Status, frame.Around(visit, page));
    }

    private static Task Move(HttpContext context, string to)
    {
        ConsoleGuard.Protect(context);
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = to;
        return Task.CompletedTask;
    }

    private static Task WriteAsync(HttpContext context, int status, Html page)
    {
        context.Response.StatusCode = status;
        return Problems.BodyAsync(
            context, "text/html; charset=utf-8", System.Text.Encoding.UTF8.GetBytes(page.ToString()));
    }
}
