using System.Text.Json;
using CloudBridge.Contract;
using Microsoft.AspNetCore.Http;

namespace CloudBridge.Ledger;

/// <summary>Cards and wallets in the API.</summary>
internal sealed class CardRoutes(CardDesk desk, ILedgerStore store)
{
    private const int MostAtOnce = 100;
    private const int MostRecords = 50;
    private const int LongestNumber = 40;
    private const string Ordered = "expected throughMilliseconds no earlier than fromMilliseconds";

    /// <summary>What the API can do with them.</summary>
    public IEnumerable<ApiRoute> All() =>
    [
        new ApiRoute("GET", "/v1/cards", "listCards", "Lists cards, by their tokens.")
        {
            Scope = Scope.ReadCards,
            Query =
            [
                ApiQuery.Limit,
                new ApiQuery(
                    "after", "The last card of the page before.", "a card's token",
                    text => CardToken.TryParse(text, out _)),
                ApiQuery.OneOf("state", "Only cards in this state.", "ok", "blocked"),
                new ApiQuery(
                    "entitlement", "Only cards that hold this.", "SUB or BDG, alone or with a name",
                    text => AssetId.TryParse(text, out _)),
            ],
            Answer = ApiJson.Default.CardPage,
            Handle = List,
        },
        new ApiRoute("POST", "/v1/cards", "createCards", $"Adds 1 to {MostAtOnce} cards, all or none, without money.")
        {
            Scope = Scope.WriteCards,
            ScopeForBadges = Scope.WriteStaff,
            IsKeyed = true,
            Body = ApiJson.Default.NewCardsBody,
            Answer = ApiJson.Default.CreatedCards,
            Status = StatusCodes.Status201Created,
            Refusals = [RefusalKind.CardKnown, RefusalKind.NotPossible],
            Handle = Create,
        },
        new ApiRoute("POST", "/v1/cards/lookup", "lookUpCard", "Finds a card by its UID, printed number or QR code.")
        {
            Scope = Scope.LookUpCards,
            Body = ApiJson.Default.LookupBody,
            Answer = ApiJson.Default.FoundCard,
            Refusals = [RefusalKind.NoSuchCard, RefusalKind.SeveralCards],
            Handle = LookUp,
        },
        new ApiRoute("GET", "/v1/cards/{card}", "getCard", "One card, with its wallet's balances.")
        {
            Scope = Scope.ReadCards,
            Answer = ApiJson.Default.CardView,
            Refusals = [RefusalKind.NoSuchCard],
            Handle = call => call.WithCard(card => Show(card)),
        },
        new ApiRoute(
            "GET", "/v1/cards/{card}/records", "listCardRecords",
            $"What happened to a card, the last first: the last {MostRecords} lines of the log that tell of it.")
        {
            Scope = Scope.ReadCards,
            Answer = ApiJson.Default.CardRecords,
            Refusals = [RefusalKind.NoSuchCard],
            Handle = call => call.WithCard(ShowRecords),
        },
        new ApiRoute(
            "PATCH", "/v1/cards/{card}", "changeCard", "Blocks or unblocks a card, and says anew what is known of it.")
        {
            Scope = Scope.WriteCards,
            Body = ApiJson.Default.CardChangeBody,
            Answer = ApiJson.Default.CardView,
            Refusals = [RefusalKind.NoSuchCard, RefusalKind.CardReissued, RefusalKind.NotPossible],
            Handle = call => call.WithCard(card => Change(call, card, ChangeOf(call))),
        },
        new ApiRoute(
            "PUT", "/v1/cards/{card}/entitlements/{asset}", "putEntitlement",
            "Says when a card holds a membership, ticket or badge.")
        {
            Scope = Scope.WriteCards,
            ScopeForBadges = Scope.WriteStaff,
            Body = ApiJson.Default.EntitlementBody,
            Answer = ApiJson.Default.CardView,
            Refusals = [RefusalKind.NoSuchCard, RefusalKind.CardReissued, RefusalKind.NotPossible],
            Handle = call => WithEntitlement(call, (card, asset) => Put(call, card, asset)),
        },
        new ApiRoute(
            "DELETE", "/v1/cards/{card}/entitlements/{asset}", "deleteEntitlement",
            "Takes a membership, ticket or badge from a card.")
        {
            Scope = Scope.WriteCards,
            ScopeForBadges = Scope.WriteStaff,
            Answer = ApiJson.Default.CardView,
            Refusals = [RefusalKind.NoSuchCard, RefusalKind.NoSuchEntitlement, RefusalKind.NotPossible],
            Handle = call => WithEntitlement(
                call, (card, asset) => Change(call, card, new CardChange { Removed = [asset] })),
        },
        new ApiRoute(
            "POST", "/v1/cards/{card}/reissue", "reissueCard",
            "Gives a lost card's wallet another card; the lost one is blocked for good.")
        {
            Scope = Scope.WriteWallets,
            ScopeForBadges = Scope.WriteStaff,
            IsKeyed = true,
            Body = ApiJson.Default.ReissueBody,
            Answer = ApiJson.Default.ReissuedCard,
            Status = StatusCodes.Status201Created,
            Refusals =
            [
                RefusalKind.NoSuchCard, RefusalKind.CardKnown, RefusalKind.CardReissued, RefusalKind.NotPossible,
            ],
            Handle = call => call.WithCard(card => Reissue(call, card)),
        },
        new ApiRoute(
            "POST", "/v1/wallets/merge", "mergeWallets",
            "Makes one wallet of two cards' wallets, with all that they have.")
        {
            Scope = Scope.WriteWallets,
            IsKeyed = true,
            Body = ApiJson.Default.MergeBody,
            Answer = ApiJson.Default.MergedWallets,
            Refusals = [RefusalKind.NoSuchCard, RefusalKind.OneWallet, RefusalKind.NotPossible],
            Handle = call => ApiReply.Of(
                desk.Merge(
                    call.Of<MergeBody>().From, call.Of<MergeBody>().Into, card => card.ToString(), call.Key),
                ApiJson.Default.MergedWallets),
        },
    ];

    private ApiReply List(ApiCall call)
    {
        CardToken? after = call.Text("after") is { } text && CardToken.TryParse(text, out var token) ? token : null;
        var state = call.Text("state");
        AssetId? entitlement = call.Text("entitlement") is { } name ? AssetId.Parse(name) : null;
        var page = store.Read(books => books
            .Page(after, call.Limit + 1, card =>
                (state is null || state == (card.State == CardState.Ok ? "ok" : "blocked")) &&
                (entitlement is null || card.Entitlements.Any(row => row.Asset == entitlement)))
            .Select(card => CardView.Of(card, books))
            .ToList());
        var items = page.Take(call.Limit).ToList();
        return ApiReply.Of(
            new CardPage([.. items], page.Count > items.Count ? items[^1].Card : null), ApiJson.Default.CardPage);
    }

    private ApiReply Create(ApiCall call)
    {
        var asked = call.Of<NewCardsBody>().Cards;
        if (asked.Count is 0 or > MostAtOnce)
            return Bad($"cards: expected 1 to {MostAtOnce} of them");
        var cards = new List<CardToCreate>();
        var met = new HashSet<CardUid>();
        foreach (var (index, card) in asked.Index())
        {
            var what = $"cards[{index}]";
            if (FlawOf(card.Uid, out var uid) is { } flaw)
                return Bad($"{what}.uid: {flaw}");
            if (!met.Add(uid))
                return Bad($"{what}.uid: it stands there twice");
            if (FlawOfNumber(card.Number) is { } bad)
                return Bad($"{what}.number: {bad}");
            if (card.Entitlements.Any(row => row.FromMilliseconds > row.ThroughMilliseconds))
                return Bad($"{what}.entitlements: {Ordered}");
            if (HasBadge(card.Entitlements) && call.Lacks(Scope.WriteStaff) is { } lacking)
                return lacking;
            cards.Add(new CardToCreate(uid, card.Class)
            {
                Number = card.Number,
                Qr = card.Qr,
                Entitlements = card.Entitlements,
                Age = card.Age,
                Language = card.Language,
            });
        }
        return ApiReply.Of(desk.Create(cards, call.Key), ApiJson.Default.CreatedCards);
    }

    private ApiReply LookUp(ApiCall call)
    {
        var (text, number, qr) = call.Of<LookupBody>();
        if (new object?[] { text, number, qr }.Count(one => one is not null) != 1)
            return Bad("expected one of uid, number and qr");
        IReadOnlyList<CardToken> found;
        if (text is null)
            found = desk.Find(number, qr);
        else if (FlawOf(text, out var uid) is { } flaw)
            return Bad($"uid: {flaw}");
        else
            found = store.Read(books => books.Knows(desk.TokenOf(uid))) ? [desk.TokenOf(uid)] : [];
        return found switch
        {
            [] => ApiReply.Of(new Refusal(RefusalKind.NoSuchCard, "there is no such card in the ledger")),
            [var card] => ApiReply.Of(new FoundCard(card), ApiJson.Default.FoundCard),
            _ => ApiReply.Of(new Refusal(
                RefusalKind.SeveralCards, $"{found.Count} cards have it: {string.Join(", ", found)}")),
        };
    }

    private ApiReply Show(CardToken card) =>
        store.Read(books => books.Find(card) is { } entry ? CardView.Of(entry, books) : null) is { } view
            ? ApiReply.Of(view, ApiJson.Default.CardView)
            : ApiReply.Of(Unknown(card));

    private ApiReply ShowRecords(CardToken card) => store.Read(books => books.Knows(card))
        ? ApiReply.Of(new CardRecords([.. RecentRecords.Of(store, card, MostRecords)]), ApiJson.Default.CardRecords)
        : ApiReply.Of(Unknown(card));

    /// <summary>What stands there as null is said to be nothing; what does not stand there is not said.</summary>
    private static CardChange ChangeOf(ApiCall call)
    {
        var said = call.Of<CardChangeBody>();
        return new CardChange
        {
            State = said.State,
            Age = said.Age,
            ValidThrough = call.Sent.TryGetProperty("validThroughMilliseconds", out _)
                ? new CardChange.Said<long?>(said.ValidThroughMilliseconds)
                : null,
            Language = call.Sent.TryGetProperty("language", out _)
                ? new CardChange.Said<LanguageTag?>(said.Language)
                : null,
            Note = said.Note,
        };
    }

    /// <summary>Who gives a badge, or takes one, says who is staff.</summary>
    private static ApiReply WithEntitlement(ApiCall call, Func<CardToken, AssetId, ApiReply> act) =>
        call.WithCard(card =>
            !AssetId.TryParse(call.Path("asset"), out var asset) || asset.Category.IsMoney()
                ? Bad("expected SUB or BDG, alone or with a name, at the end of the path")
            : asset.Category == AssetCategory.Badge && call.Lacks(Scope.WriteStaff) is { } lacking ? lacking
            : act(card, asset));

    private ApiReply Put(ApiCall call, CardToken card, AssetId asset)
    {
        var periods = call.Of<EntitlementBody>().Periods;
        if (periods.Count is 0 or > MostAtOnce)
            return Bad($"periods: expected 1 to {MostAtOnce} of them");
        return periods.Any(row => row.FromMilliseconds > row.ThroughMilliseconds)
            ? Bad($"periods: {Ordered}")
            : Change(call, card, new CardChange
            {
                Entitlements =
                [
                    .. periods.Select(row => new Entitlement(asset, row.FromMilliseconds, row.ThroughMilliseconds)),
                ],
            });
    }

    private ApiReply Change(ApiCall call, CardToken card, CardChange change)
    {
        if (change.IsEmpty)
            return Bad("nothing to change; expected one of state, validThroughMilliseconds, age, language");
        return desk.Change(card, card.ToString(), change, call.By).Why is { } why ? ApiReply.Of(why) : Show(card);
    }

    private ApiReply Reissue(ApiCall call, CardToken lost)
    {
        var (text, cardClass, number, qr) = call.Of<ReissueBody>();
        if (FlawOf(text, out var found) is { } flaw)
            return Bad($"uid: {flaw}");
        if (FlawOfNumber(number) is { } bad)
            return Bad($"number: {bad}");
        // Whoever has it from then on is staff.
        if (store.Read(books => books.Find(lost) is { } held && HasBadge(held.Entitlements)) &&
            call.Lacks(Scope.WriteStaff) is { } lacking)
            return lacking;
        return ApiReply.Of(
            desk.Reissue(lost, lost.ToString(), new CardToReissue(found, cardClass, number, qr), call.Key),
            ApiJson.Default.ReissuedCard);
    }

    private static bool HasBadge(ValueList<Entitlement> entitlements) =>
        entitlements.Any(row => row.Asset.Category == AssetCategory.Badge);

    private static string? FlawOfNumber(string? number) =>
        number is { Length: 0 or > LongestNumber } || number?.Any(char.IsControl) == true
            ? $"expected 1 to {LongestNumber} characters that can be printed"
            : null;

    private static string? FlawOf(string text, out CardUid uid) =>
        !CardUid.TryParse(text, out uid) ? $"expected {CardUid.Expected}"
        : uid.IsRandom ? "expected a UID of the card's own (4 bytes that begin with 08 are made up)"
        : null;

    private static Refusal Unknown(CardToken card) =>
        new(RefusalKind.NoSuchCard, $"card {card} is not in the ledger");

    private static ApiReply.Bad Bad(string what) => new(ApiProblem.BadRequest, $"{what}.");
}
