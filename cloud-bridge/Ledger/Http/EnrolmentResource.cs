using CloudBridge.Contract;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CloudBridge.Ledger;

/// <summary>
/// <c>/v1/enrolments</c>: terminals ask here to be enrolled, and again until the operator has decided
/// (docs/formats/enrolment.md).
/// </summary>
internal sealed class EnrolmentResource(EnrolmentDesk desk, ISigner ledger) : IResource
{
    /// <summary>How often a terminal that waits may ask.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/enrolments", AskAsync);

    private async Task AskAsync(HttpContext context)
    {
        if (await JoseBody.ReadAsync(context, JwsType.EnrolmentRequest.LongestBytes) is not { } body)
            return;
        if (!EnrolmentRequest.Read(body).Succeeded(out var request, out var error))
        {
            await Problems.WriteAsync(
                context,
                StatusCodes.Status400BadRequest,
                "not-a-request",
                $"Expected a JWS of type {JwsType.EnrolmentRequest.Name}, signed by the key that it names: {error}");
            return;
        }
        await AnswerAsync(context, desk.Ask(request));
    }

    private async Task AnswerAsync(HttpContext context, AskOutcome outcome)
    {
        switch (outcome)
        {
            case AskOutcome.Waits:
                context.Response.StatusCode = StatusCodes.Status202Accepted;
                Problems.ComeAgain(context, Pause);
                break;
            case AskOutcome.Confirmed confirmed:
                using (var key = PublicKey.Read(confirmed.Key).OrThrow())
                    await Problems.BodyAsync(context, JoseBody.MediaType, confirmed.Answer.Write(ledger, key));
                break;
            case AskOutcome.TooMany tooMany:
                Problems.ComeAgain(context, tooMany.Again);
                goto default;
            default:
                var (status, name, detail) = Refusal(outcome);
                await Problems.WriteAsync(context, status, name, detail);
                break;
        }
    }

    private static (int Status, string Name, string Detail) Refusal(AskOutcome outcome) => outcome switch
    {
        AskOutcome.PinWrong => (
            StatusCodes.Status401Unauthorized,
            "pin-wrong",
            "Expected a name and its PIN, as `ledger terminal create` printed them within the last hour. After " +
            $"{EnrolmentDesk.MostWrongTries} wrong tries a PIN is void: have the terminal created again."),
        AskOutcome.PinNeeded => (
            StatusCodes.Status401Unauthorized,
            "pin-needed",
            "No request of this key stands here. Expected the proof of a PIN."),
        AskOutcome.PinOver => (
            StatusCodes.Status410Gone,
            "pin-over",
            $"The PIN was right, and is over: it holds for an hour and {EnrolmentDesk.MostWrongTries} wrong tries. " +
            "Have the terminal created again: ledger terminal create"),
        AskOutcome.Refused => (
            StatusCodes.Status403Forbidden,
            "refused",
            "The operator has refused this terminal. If that was a mistake, have it created again: " +
            "ledger terminal create"),
        AskOutcome.Elsewhere => (
            StatusCodes.Status409Conflict,
            "another-ledger",
            "The request names another site, or another ledger's key than this one has: what the terminal heard " +
            "from /v1/site was not said by this ledger."),
        AskOutcome.AnotherKey { Expected: null } => (
            StatusCodes.Status409Conflict,
            "another-key",
            "The PIN is for a terminal that is new here, and the request names a key that it is to replace. Enrol it " +
            "in an empty state folder: edge-terminal enroll, without --new-key"),
        AskOutcome.AnotherKey { Expected: { } expected } => (
            StatusCodes.Status409Conflict,
            "another-key",
            $"The PIN is for another key of a terminal that has key {expected}. Ask on that terminal, with that key " +
            "at hand: edge-terminal enroll --new-key"),
        AskOutcome.TooMany => (
            StatusCodes.Status429TooManyRequests,
            "too-many-tries",
            $"There were {EnrolmentDesk.MostWrongTriesAnHour} wrong PINs at this site within an hour: no PIN is " +
            "tried before the time that Retry-After says."),
        _ => throw new InvalidOperationException($"{outcome} is no refusal."),
    };
}
