using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Prices, staff and limits at terminals, in the API.</summary>
internal sealed class ConfigRoutes(LedgerFolder folder)
{
    private static readonly RefusalKind[] Refusals = [RefusalKind.NoSuchTerminal, RefusalKind.NotPossible];

    private static readonly ApiQuery ScopeQuery = new(
        "scope", "For whom; site where it is left out.", ConfigScope.Expected,
        text => ConfigScope.TryParse(text, out _));

    private static readonly ApiQuery NoteQuery = new(
        "note", "Why: it is signed and stays in the books.", $"1 to {TreasurerAct.LongestNote} characters",
        text => TreasurerAct.FlawOfNew(text) is null);

    /// <summary>What the API can do with them.</summary>
    public IEnumerable<ApiRoute> All() => [.. Prices(), .. Limits(), .. Staff()];

    private IEnumerable<ApiRoute> Prices() =>
    [
        new ApiRoute(
            "GET", "/v1/prices", "getPrices",
            "What is said of prices, and which version is in force at each terminal that it is for.")
        {
            Scope = Scope.ReadPrices,
            Query = [ScopeQuery],
            Answer = ApiJson.Default.PriceList,
            Handle = call => Show(call, (scope, said, terminals) => ApiReply.Of(
                new PriceList($"{scope}", said.Number, said.Config.Prices, terminals), ApiJson.Default.PriceList)),
        },
        new ApiRoute(
            "PUT", "/v1/prices", "putPrices",
            "Says all prices for the site, a profile or a terminal; null: they are said no more.")
        {
            Scope = Scope.WritePrices,
            IsKeyed = true,
            Body = ApiJson.Default.PricesBody,
            Answer = ApiJson.Default.ConfigAnswer,
            Refusals = Refusals,
            Handle = call => call.Of<PricesBody>() is var (articles, note, scope)
                ? Say(call, scope, note, ConfigPart.Prices, new TerminalConfig(articles))
                : throw new InvalidOperationException("There is a body."),
        },
    ];

    private IEnumerable<ApiRoute> Limits() =>
    [
        new ApiRoute(
            "GET", "/v1/limits", "getLimits",
            "What is said of how far terminals go alone, and which version is in force at each that it is for.")
        {
            Scope = Scope.ReadLimits,
            Query = [ScopeQuery],
            Answer = ApiJson.Default.LimitsList,
            Handle = call => Show(call, (scope, said, terminals) => ApiReply.Of(
                new LimitsList($"{scope}", said.Number, said.Config.Limits, terminals), ApiJson.Default.LimitsList)),
        },
        new ApiRoute(
            "PUT", "/v1/limits", "putLimits",
            "Says all limits for the site, a profile or a terminal; null: they are said no more here, and what is " +
            "said for more terminals, or the enrolment, holds.")
        {
            Scope = Scope.WriteLimits,
            IsKeyed = true,
            Body = ApiJson.Default.LimitsBody,
            Answer = ApiJson.Default.ConfigAnswer,
            Refusals = Refusals,
            Handle = call => call.Of<LimitsBody>() is var (limits, note, scope)
                ? Say(call, scope, note, ConfigPart.Limits, new TerminalConfig(Limits: limits))
                : throw new InvalidOperationException("There is a body."),
        },
    ];

    private IEnumerable<ApiRoute> Staff() =>
    [
        new ApiRoute(
            "GET", "/v1/staff", "getStaff",
            "What is said of staff, without their PINs, and which version is in force at each terminal.")
        {
            Scope = Scope.ReadStaff,
            Query = [ScopeQuery],
            Answer = ApiJson.Default.StaffList,
            Handle = call => Show(call, (scope, said, terminals) => ApiReply.Of(
                StaffList.Of(scope, said, terminals), ApiJson.Default.StaffList)),
        },
        new ApiRoute(
            "PUT", "/v1/staff", "putStaff",
            "Says which badges may do what, and within which caps. PINs stay: at first those that are said for more " +
            "terminals, or stand in the one terminal's enrolment. Null: nothing is said of staff any more here, and " +
            "what is said for more terminals, or the enrolment, holds. Where cards would have no PIN any more at a " +
            "terminal it is refused, unless dropPins says that they may go.")
        {
            Scope = Scope.WriteStaffRules,
            IsKeyed = true,
            Body = ApiJson.Default.StaffRulesBody,
            Answer = ApiJson.Default.ConfigAnswer,
            Refusals = Refusals,
            Handle = SayRules,
        },
        new ApiRoute("POST", "/v1/staff", "addStaff", "Gives a staff card a PIN, or another one.")
        {
            Scope = Scope.WriteStaffRules,
            IsKeyed = true,
            Body = ApiJson.Default.StaffBody,
            Answer = ApiJson.Default.ConfigAnswer,
            Status = Microsoft.AspNetCore.Http.StatusCodes.Status201Created,
            Refusals = [.. Refusals, RefusalKind.NoSuchCard],
            Handle = Add,
        },
        new ApiRoute(
            "DELETE", "/v1/staff/{card}", "removeStaff",
            "Takes a staff card's PIN, and names where it still has one: elsewhere.")
        {
            Scope = Scope.WriteStaffRules,
            IsKeyed = true,
            Query = [ScopeQuery, NoteQuery],
            Answer = ApiJson.Default.ConfigAnswer,
            Refusals = [.. Refusals, RefusalKind.NoSuchCard],
            Handle = call => call.WithCard(card => Remove(call, card)),
        },
    ];

    private ApiReply Show(
        ApiCall call,
        Func<ConfigScope, (long Number, TerminalConfig Config), ValueList<ConfiguredTerminal>, ApiReply> reply)
    {
        var scope = ConfigScope.TryParse(call.Text("scope") ?? "site", out var named) ? named : ConfigScope.Site;
        return folder.Store.Read(books => reply(scope, books.Configs.Of(scope), Concerned(books, scope)));
    }

    /// <summary>What is said and is in force nowhere is seen to be so.</summary>
    private static ValueList<ConfiguredTerminal> Concerned(LedgerBooks books, ConfigScope scope) =>
    [
        .. from book in books.TerminalsInUse
           where scope.Has(book.Terminal, books.Configs.ProfileOf(book.Terminal))
           select new ConfiguredTerminal(
               book.Terminal, books.Configs.VersionOf(book.Terminal), book.Applied?.Number.Version ?? 0,
               ConfigStandings.Of(books, book)),
    ];

    private ApiReply SayRules(ApiCall call)
    {
        var (rules, note, written, dropPins) = call.Of<StaffRulesBody>();
        return Change(call, written, note, (scope, before) => (
            Of(scope, before) with { MayDropPins = dropPins }, null));

        ConfigRequest Of(ConfigScope scope, TerminalConfig before) => rules is null
            ? new ConfigRequest(scope, TerminalConfig.Nothing, [ConfigPart.Staff], note)
            : Request(scope, rules.With([]), (before.Staff ?? InForce(scope))?.Pins ?? [], note);
    }

    /// <summary>
    /// What holds for these terminals before anything is said for them themselves: to begin with no PINs would lock
    /// tills.
    /// </summary>
    private StaffRules? InForce(ConfigScope scope) => folder.Store.Read(books =>
        scope.Terminal is { } terminal && books.TryFind(terminal, out var book)
            ? books.Configs.For(terminal).LimitsOver(book!.Enrolled).Staff
            : books.Configs.ForProfile(scope.Profile, with: null).Staff);

    private ApiReply Add(ApiCall call)
    {
        var (card, pin, note, written) = call.Of<StaffBody>();
        if (!StaffPin.IsPin(pin))
            return new ApiReply.Bad(
                ApiProblem.BadRequest, $"pin: expected {StaffPin.FewestDigits} to {StaffPin.MostDigits} digits.");
        if (!folder.Store.Read(books => books.Knows(card)))
            return ApiReply.Of(new Refusal(RefusalKind.NoSuchCard, $"card {card} is not in the ledger"));
        var kept = StaffPin.Of(card, pin);
        return Change(call, written, note, (scope, before) => before.Staff is not { } staff
            ? (null, new Refusal(
                RefusalKind.NotPossible, $"nothing is said of staff for {scope}: say by PUT /v1/staff who may do what"))
            : (Request(scope, staff, [.. staff.Pins.Where(row => row.Card != card), kept], note), null));
    }

    private ApiReply Remove(ApiCall call, CardToken card)
    {
        var note = call.Text("note") ?? "";
        return Change(call, call.Text("scope") ?? "site", note, (scope, before) =>
            before.Staff is not { } staff || staff.PinOf(card) is null
                ? (null, new Refusal(RefusalKind.NoSuchCard, $"card {card} has no PIN that is said for {scope}"))
                : (Request(scope, staff, [.. staff.Pins.Where(row => row.Card != card)], note) with
                {
                    Taken = card,
                    Elsewhere = Elsewhere(scope, card),
                }, null));
    }

    /// <summary>What is said for other terminals, or stands in an enrolment, holds there all the same.</summary>
    private ValueList<string> Elsewhere(ConfigScope scope, CardToken card) => [.. folder.Store.Read(books =>
        (from other in books.Configs.Scopes
         where other != scope && books.Configs.Of(other).Config.Staff?.PinOf(card) is not null
         select $"{other}")
        .Concat(
            from book in books.TerminalsInUse
            where books.Configs.For(book.Terminal).Staff is null && book.Enrolled.Staff?.PinOf(card) is not null
            select $"enrolment/{book.Terminal}")
        .ToList())];

    private static ConfigRequest Request(ConfigScope scope, StaffRules staff, ValueList<StaffPin> pins, string note) =>
        new(scope, new TerminalConfig(Staff: staff with { Pins = pins }), [], note);

    /// <summary>A part as it was sent; none of it: it is withdrawn.</summary>
    private ApiReply Say(ApiCall call, string written, string note, string part, TerminalConfig parts) =>
        Change(call, written, note, (scope, _) => (
            new ConfigRequest(scope, parts, parts == TerminalConfig.Nothing ? [part] : [], note), null));

    private ApiReply Change(
        ApiCall call,
        string written,
        string note,
        Func<ConfigScope, TerminalConfig, (ConfigRequest? Asked, Refusal? Why)> decide) =>
        ConfigScope.TryParse(written, out var scope)
            ? ApiReply.Of(
                folder.Configs.Change(scope, note, call.Key, before => decide(scope, before)),
                ApiJson.Default.ConfigAnswer)
            : new ApiReply.Bad(ApiProblem.BadRequest, $"scope: expected {ConfigScope.Expected}.");
}
