using CloudBridge.Contract;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CloudBridge.Ledger;

/// <summary>
/// <c>/v1/standing</c>, <c>/v1/ledger-keys</c>, <c>/v1/journals</c> and <c>/v1/certificates</c>: for terminals that the
/// broker does not let in, or soon will not (docs/formats/enrolment.md).
/// </summary>
internal sealed class HandoverResource(Handover handover, Renewals renewals, ILedgerStore store, TimeProvider time)
    : IResource
{
    private static readonly TimeSpan WhileBusy = TimeSpan.FromSeconds(2);

    /// <summary>Who asks how he stands does not wait behind those who hand in.</summary>
    private readonly Turns asking = new();

    private readonly Turns handingIn = new();

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/standing", AnswerAsync);
        routes.MapGet("/v1/ledger-keys", SayKeysAsync);
        routes.MapPost("/v1/journals/{terminal}", TakeAsync);
        routes.MapPost("/v1/certificates", RenewAsync);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (await JoseBody.ReadAsync(context, JwsType.StandingRequest.LongestBytes) is { } body)
            await InTurnAsync(context, asking, () => handover.Answer(body), answer => SayAsync(context, answer));
    }

    private Task SayKeysAsync(HttpContext context) => InTurnAsync(
        context,
        asking,
        () => store.Read(books => LedgerKeyBatch.Write(books.LedgerKeys.Statements)),
        keys => Problems.BodyAsync(context, JoseBody.MediaType, keys));

    private async Task TakeAsync(HttpContext context)
    {
        if (!TerminalId.TryParse(context.Request.RouteValues["terminal"] as string, out var terminal))
            await SayAsync(context, new FormatError(FormatErrorKind.BadContent, $"a name: {Name.Expected}"));
        else if (await JoseBody.ReadAsync(context, Topics.LongestJournalMessage) is { } body)
            await InTurnAsync(
                context,
                handingIn,
                () => handover.Take(terminal, body, time.GetUtcNow().ToUnixTimeMilliseconds()),
                answer => SayAsync(context, answer));
    }

    private async Task RenewAsync(HttpContext context)
    {
        if (await JoseBody.ReadAsync(context, JwsType.RenewalRequest.LongestBytes) is { } body)
            await InTurnAsync(context, handingIn, () => renewals.Answer(body), answer => answer is { } said
                ? SayAsync(context, said)
                : LaterAsync(
                    context,
                    Renewals.AtMostEvery,
                    "too-soon",
                    "This terminal was given a certificate within a day, or has one that is good for as long as the " +
                    "site's authority: none is made before another day. If its file was lost: ledger broker " +
                    "certificate."));
    }

    /// <summary>
    /// Anybody may come, and each costs signatures. Whoever reads slowly what is said keeps no place.
    /// </summary>
    private static async Task InTurnAsync<T>(HttpContext context, Turns turns, Func<T> find, Func<T, Task> say)
    {
        T found;
        var from = context.Connection.RemoteIpAddress;
        using (var turn = await turns.TakeAsync(from, context.RequestAborted))
        {
            if (turn is null)
            {
                await LaterAsync(context, WhileBusy, "busy", "Others are answered now: come again soon.");
                return;
            }
            found = find();
        }
        await say(found);
    }

    private static Task LaterAsync(HttpContext context, TimeSpan after, string name, string detail)
    {
        Problems.ComeAgain(context, after);
        return Problems.WriteAsync(context, StatusCodes.Status429TooManyRequests, name, detail);
    }

    private static Task SayAsync(HttpContext context, Reading<SignedObject> answer)
    {
        if (answer.Succeeded(out var signed, out var error))
            return Problems.BodyAsync(context, JoseBody.MediaType, signed.Compact);
        return error.Kind is FormatErrorKind.UnknownKey or FormatErrorKind.BadSignature
            ? Problems.WriteAsync(
                context,
                StatusCodes.Status401Unauthorized,
                "not-enrolled",
                $"Expected the key of a terminal that is enrolled: {error.Detail}.")
            : Problems.WriteAsync(
                context,
                StatusCodes.Status400BadRequest,
                "not-a-request",
                $"Expected what a terminal has signed for this site: {error.Detail}.");
    }
}
