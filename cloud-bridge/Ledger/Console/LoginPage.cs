using Microsoft.AspNetCore.Http;

namespace CloudBridge.Ledger;

/// <summary>Where people log in. A password is work for the ledger, so few are looked at at once.</summary>
internal sealed class LoginPage(AccountDesk accounts, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim turn = new(initialCount: 1);
    private readonly LoginQueue queue = new();
    private TimeSpan usual = TimeSpan.FromMilliseconds(300);

    /// <summary>Shows the form, or looks at what was sent.</summary>
    /// <param name="context">Of the request.</param>
    /// <param name="language">In which he reads.</param>
    /// <param name="form">What was sent; null: nothing, or nothing that is a form.</param>
    /// <returns>The page; without a main part: he is logged in.</returns>
    public async Task<(int Status, string Title, Html? Main)> AnswerAsync(
        HttpContext context, Language language, IFormCollection? form)
    {
        var visitor = ConsoleCookies.VisitorOf(context);
        if (HttpMethods.IsGet(context.Request.Method))
            return Form(language, visitor, StatusCodes.Status200OK, why: null);
        if (form is null || !ConsoleGuard.IsOurs(context.Request) ||
            !ConsoleCookies.IsToken(visitor, form["form"].ToString()))
            return Form(language, visitor, StatusCodes.Status403Forbidden, Phrases.FormIsOld);
        using var place = queue.Enter(context.Connection.RemoteIpAddress);
        if (place is null)
            return Form(language, visitor, StatusCodes.Status503ServiceUnavailable, Phrases.TooBusy);
        var (name, mark) = (form["name"].ToString(), ConsoleCookies.MarkOf(context.Request));
        if (!accounts.MayTry(name, mark))
        {
            // As long as a look would take, and without its work: nobody is to learn from it which names there are.
            await Task.Delay(usual, time, context.RequestAborted);
            return Form(language, visitor, StatusCodes.Status403Forbidden, Phrases.LogInRefused);
        }
        if (!await turn.WaitAsync(Patience, context.RequestAborted))
            return Form(language, visitor, StatusCodes.Status503ServiceUnavailable, Phrases.TooBusy);
        try
        {
            var start = time.GetTimestamp();
            var outcome = accounts.LogIn(name, form["password"].ToString(), mark);
            usual = time.GetElapsedTime(start);
            if (outcome is not LoginOutcome.Done done)
                return Form(language, visitor, StatusCodes.Status403Forbidden, Phrases.LogInRefused);
            ConsoleCookies.Open(context.Response, done);
            return (StatusCodes.Status303SeeOther, "", null);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private static (int Status, string Title, Html? Main) Form(
        Language language, string visitor, int status, Phrase? why) => (
        status,
        language.Say(Phrases.LogIn),
        Html.Of(
            $"""
            {Html.If(why is not null, () => Html.Of($"<p class=\"flaw\" role=\"alert\">{language.Say(why!)}</p>"))}
            <form method="post" action="/console/login" class="fields">
            <input type="hidden" name="form" value="{ConsoleCookies.TokenOf(visitor)}">
            <label>{language.Say(Phrases.Name)}
            <input name="name" autocomplete="username" autocapitalize="none" spellcheck="false" required></label>
            <label>{language.Say(Phrases.Password)}
            <input name="password" type="password" autocomplete="current-password" required></label>
            <button>{language.Say(Phrases.LogIn)}</button>
            </form>
            """));
}
