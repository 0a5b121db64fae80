using CloudBridge.Contract;
using Microsoft.AspNetCore.Http;

namespace CloudBridge.Ledger;

/// <summary>Terminals in the API.</summary>
internal sealed class TerminalRoutes(LedgerFolder folder)
{
    /// <summary>What the API can do with them.</summary>
    public IEnumerable<ApiRoute> All() => [.. Seen(), .. Enrolled(), .. Commanded()];

    private IEnumerable<ApiRoute> Seen() =>
    [
        new ApiRoute("GET", "/v1/terminals", "listTerminals", "Lists terminals, by their names.")
        {
            Scope = Scope.ReadTerminals,
            Query =
            [
                ApiQuery.Limit,
                new ApiQuery(
                    "after", "The last terminal of the page before.", Name.Expected,
                    text => TerminalId.TryParse(text, out _)),
            ],
            Answer = ApiJson.Default.TerminalPage,
            Handle = List,
        },
        new ApiRoute("GET", "/v1/terminals/{terminal}", "getTerminal", "One terminal.")
        {
            Scope = Scope.ReadTerminals,
            Answer = ApiJson.Default.TerminalView,
            Refusals = [RefusalKind.NoSuchTerminal],
            Handle = call => call.WithTerminal(Show),
        },
    ];

    private IEnumerable<ApiRoute> Enrolled() =>
    [
        new ApiRoute(
            "POST", "/v1/terminals", "createTerminal",
            "Creates a terminal, and tells the PIN with which it asks to be enrolled, once, within an hour.")
        {
            Scope = Scope.WriteTerminals,
            IsKeyed = true,
            Body = ApiJson.Default.NewTerminalBody,
            Answer = ApiJson.Default.NewTerminal,
            Status = StatusCodes.Status201Created,
            Refusals = [RefusalKind.TerminalKnown, RefusalKind.PinOver, RefusalKind.NotPossible],
            Handle = Create,
        },
        new ApiRoute(
            "POST", "/v1/terminals/{terminal}/confirm", "confirmTerminal",
            "Enrols a terminal that asks, if these are the words that it shows.")
        {
            Scope = Scope.WriteTerminals,
            Body = ApiJson.Default.ConfirmBody,
            Answer = ApiJson.Default.TerminalView,
            Refusals =
            [
                RefusalKind.NoSuchTerminal, RefusalKind.NobodyWaits, RefusalKind.WordsWrong, RefusalKind.NotPossible,
            ],
            Handle = call => call.WithTerminal(terminal => Confirm(call, terminal)),
        },
        new ApiRoute(
            "POST", "/v1/terminals/{terminal}/refuse", "refuseTerminal",
            "Refuses a terminal that asks, or takes back the PIN of one that has not.")
        {
            Scope = Scope.WriteTerminals,
            Answer = ApiJson.Default.TerminalView,
            Refusals = [RefusalKind.NoSuchTerminal, RefusalKind.NobodyWaits],
            Handle = call => call.WithTerminal(terminal => Refuse(call, terminal)),
        },
    ];

    private IEnumerable<ApiRoute> Commanded() =>
    [
        new ApiRoute(
            "GET", "/v1/terminals/{terminal}/commands", "listCommands",
            "What a terminal was ordered to do, and what it says came of it.")
        {
            Scope = Scope.ReadTerminals,
            Query = [ApiQuery.Limit],
            Answer = ApiJson.Default.CommandList,
            Refusals = [RefusalKind.NoSuchTerminal],
            Handle = call => call.WithTerminal(terminal => ListCommands(terminal, call.Limit)),
        },
        new ApiRoute(
            "POST", "/v1/terminals/{terminal}/commands", "commandTerminal",
            $"Orders a terminal to do something, once: {string.Join(", ", CommandKind.All)}.")
        {
            Scope = Scope.WriteTerminals,
            IsKeyed = true,
            Body = ApiJson.Default.CommandBody,
            Answer = ApiJson.Default.CommandAnswer,
            Status = StatusCodes.Status201Created,
            Refusals = [RefusalKind.NoSuchTerminal, RefusalKind.NoSuchCard, RefusalKind.NotPossible],
            Handle = call => call.WithTerminal(terminal => Command(call, terminal)),
        },
    ];

    /// <summary>Those that are enrolled, and those that wait to be.</summary>
    private List<TerminalView> Views()
    {
        var enrolled = folder.Store.Read(books => books.Terminals.Select(TerminalView.Of).ToList());
        var known = enrolled.Select(view => view.Terminal).ToHashSet();
        return
        [
            .. enrolled
                .Concat(folder.Desk.List()
                    .Where(waiting => !known.Contains(waiting.Terminal))
                    .Select(waiting => TerminalView.Of(waiting, folder.Desk, folder.Signer.KeyId)))
                .OrderBy(view => view.Terminal.ToString(), StringComparer.Ordinal),
        ];
    }

    private ApiReply List(ApiCall call)
    {
        var views = Views()
            .Where(view => string.CompareOrdinal(view.Terminal.ToString(), call.Text("after") ?? "") > 0)
            .ToList();
        var items = views.Take(call.Limit).ToList();
        return ApiReply.Of(
            new TerminalPage([.. items], views.Count > items.Count ? items[^1].Terminal : null),
            ApiJson.Default.TerminalPage);
    }

    private ApiReply Show(TerminalId terminal) => Views().Find(view => view.Terminal == terminal) is { } found
        ? ApiReply.Of(found, ApiJson.Default.TerminalView)
        : ApiReply.Of(Unknown(terminal));

    private ApiReply Create(ApiCall call)
    {
        var (terminal, profile, said, isNewKey) = call.Of<NewTerminalBody>();
        var limits = said ?? TerminalLimits.Default;
        if (!EnrolmentDesk.Profiles.Contains(profile, StringComparer.Ordinal))
            return Bad($"profile: expected one of {string.Join(", ", EnrolmentDesk.Profiles)}");
        if (limits.Flaw() is { } flaw)
            return Bad($"limits: {flaw}");
        if (isNewKey && said is not null)
            return Bad("limits: left out with newKey: the terminal keeps its own");
        var outcome = isNewKey
            ? folder.Desk.CreateForNewKey(terminal, call.Key!)
            : folder.Desk.Create(terminal, profile, limits, call.Key!);
        return outcome is not Outcome<CreatedPin>.Done { Answer: var (pin, left) }
            ? ApiReply.Of(outcome.Why!)
            : ApiReply.Of(
                new NewTerminal(
                    terminal,
                    pin,
                    (int)left.TotalMinutes,
                    folder.Server.Address?.GetLeftPart(UriPartial.Path).TrimEnd('/')),
                ApiJson.Default.NewTerminal);
    }

    private ApiReply Confirm(ApiCall call, TerminalId terminal) =>
        folder.Desk.Confirm(terminal, call.Of<ConfirmBody>().Words, new Decider(call.By, Note: null)) is { } why
            ? Refused(why.Kind, why.What)
            : Show(terminal);

    private ApiReply Refuse(ApiCall call, TerminalId terminal) =>
        folder.Desk.Refuse(terminal, new Decider(call.By, Note: null)) is { } why
            ? Refused(RefusalKind.NobodyWaits, why.What)
            : Show(terminal);

    private ApiReply ListCommands(TerminalId terminal, int limit) => folder.Store.Read(books =>
        books.TryFind(terminal, out var book)
            ? ApiReply.Of(
                new CommandList([.. book.Commands.All.Reverse().Take(limit)]), ApiJson.Default.CommandList)
            : ApiReply.Of(Unknown(terminal)));

    private ApiReply Command(ApiCall call, TerminalId terminal)
    {
        var (command, note, card, seconds) = call.Of<CommandBody>();
        if (!CommandKind.All.Contains(command))
            return Bad($"command: expected one of {string.Join(", ", CommandKind.All)}");
        if (card is null == (command == CommandKind.BlockCard))
            return Bad($"card: it is for {CommandKind.BlockCard}, which needs one");
        var most = CommandRequest.Longest.TotalSeconds;
        if (seconds < 1 || seconds > most)
            return Bad($"expiresSeconds: expected 1 to {most}");
        var term = seconds is { } said ? TimeSpan.FromSeconds(said) : CommandRequest.UsualTerm(command);
        return ApiReply.Of(
            folder.Treasury.Command(new CommandRequest(terminal, command, card, term, note), call.Key),
            ApiJson.Default.CommandAnswer);
    }

    private static ApiReply.Bad Refused(RefusalKind kind, string why) => new(ApiProblem.Of(kind), why);

    private static ApiReply.Bad Bad(string what) => new(ApiProblem.BadRequest, $"{what}.");

    private static Refusal Unknown(TerminalId terminal) =>
        new(RefusalKind.NoSuchTerminal, $"there is no terminal {terminal}");
}
