using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What a treasurer decides about terminals, in the API. Nothing of it is ever taken back.</summary>
internal sealed class TerminalDecisionRoutes(LedgerFolder folder)
{
    private const string Book = "book";
    private const string Refuse = "refuse";
    private const string One = "/v1/terminals/{terminal}";

    /// <summary>What the API can do.</summary>
    public IEnumerable<ApiRoute> All() =>
    [
        Decision(
            "revoke", "revokeTerminal",
            "Takes a terminal out of the site for good: its name is used up, and what it hands in after that " +
            "waits.") with
        {
            Body = ApiJson.Default.NoteBody,
            Handle = call => call.WithTerminal(terminal => Told(terminal, folder.Treasury.Revoke(
                terminal, call.By, call.Of<NoteBody>().Note, call.Key))),
        },
        Decision(
            "epochs", "grantEpoch",
            "Lets a terminal begin another journal, after an older image of its SD card was restored, or its card " +
            "was changed.") with
        {
            Body = ApiJson.Default.NoteBody,
            Handle = call => call.WithTerminal(terminal => Told(terminal, folder.Treasury.GrantEpoch(
                terminal, call.Of<NoteBody>().Note, call.Key, out _))),
        },
        new ApiRoute(
            "GET", $"{One}/held", "listHeld",
            "Records that a revoked terminal handed in, and that nobody has decided on: the first, in order.")
        {
            Scope = Scope.ReadReconciliation,
            Query = [ApiQuery.Limit],
            Answer = ApiJson.Default.HeldList,
            Refusals = [RefusalKind.NoSuchTerminal],
            Handle = call => call.WithTerminal(terminal => List(terminal, call.Limit)),
        },
        Decision(
            "held", "decideHeld",
            "Books or refuses one branch of what a revoked terminal handed in, from its beginning through a " +
            "record.") with
        {
            Body = ApiJson.Default.HeldBody,
            Handle = call => call.WithTerminal(terminal => Decide(call, terminal)),
        },
    ];

    private static ApiRoute Decision(string act, string name, string summary) =>
        new("POST", $"{One}/{act}", name, summary)
        {
            Scope = Scope.DecideTerminals,
            IsKeyed = true,
            Answer = ApiJson.Default.TerminalView,
            Refusals = [RefusalKind.NoSuchTerminal, RefusalKind.NotPossible],
            Handle = _ => throw new InvalidOperationException($"{name} does nothing"),
        };

    private ApiReply Decide(ApiCall call, TerminalId terminal)
    {
        var (decision, through, note) = call.Of<HeldBody>();
        if (decision is not (Book or Refuse))
            return Bad($"decision: expected {Book} or {Refuse}");
        if (!HeldPlace.TryRead(through, out var place, out var hash) || hash is null)
            return Bad("through: expected EPOCH/SEQUENCE:HASH, as listHeld has it");
        return folder.Store.Read(books => books.TryFind(terminal, out _))
            ? Told(terminal, folder.Treasury.DecideHeld(
                terminal,
                decision == Book,
                note,
                new RecordName(place.Epoch, place.Sequence, hash.Value),
                call.Key))
            : ApiReply.Of(Unknown(terminal));
    }

    private ApiReply List(TerminalId terminal, int limit) => folder.Store.Read(books =>
        books.TryFind(terminal, out var book)
            ? ApiReply.Of(
                new HeldList(
                [
                    .. book.Held.Undecided.Take(limit).Select(line => new HeldRecord(
                        HeldPlace.Write(line), HeldReport.Describe(book, line))),
                ]),
                ApiJson.Default.HeldList)
            : ApiReply.Of(Unknown(terminal)));

    private ApiReply Told(TerminalId terminal, Refusal? why) => why is not null
        ? ApiReply.Of(why)
        : folder.Store.Read(books =>
            ApiReply.Of(TerminalView.Of(books.Terminal(terminal)), ApiJson.Default.TerminalView));

    private static ApiReply.Bad Bad(string what) => new(ApiProblem.BadRequest, $"{what}.");

    private static Refusal Unknown(TerminalId terminal) =>
        new(RefusalKind.NoSuchTerminal, $"terminal {terminal} is not enrolled");
}

/// <summary>What is decided about records of a revoked terminal.</summary>
/// <param name="Decision"><c>book</c>: they count; <c>refuse</c>: nothing in them does.</param>
/// <param name="Through">The last of them, as <see cref="HeldRecord.Through"/>; those that it follows are meant too.
/// </param>
/// <param name="Note">Why: it is signed and stays in the books.</param>
internal sealed record HeldBody(string Decision, string Through, string Note);

/// <summary>A record that a revoked terminal handed in.</summary>
/// <param name="Through">Its place and hash, as EPOCH/SEQUENCE:HASH.</param>
/// <param name="What">For people: what it follows, when it was written, and what it takes and gives.</param>
internal sealed record HeldRecord(string Through, string What);

/// <summary>Records that wait for a treasurer.</summary>
internal sealed record HeldList(ValueList<HeldRecord> Items);
