using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// What is done to cards and wallets, for commands and for the HTTP API. Cards have the names by which whoever asks
/// knows them: only commands say UIDs.
/// </summary>
internal sealed class CardDesk(KeyedStore keyed, IVault vault, SiteKey siteKey)
{
    /// <summary>Entitlements that a card may be given: a list has them all, in a chunk that has its bounds.</summary>
    public const int MostEntitlements = 32;

    /// <summary>The last that has a written form, in four digits of a year.</summary>
    public static readonly long LastMilliseconds = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>What everybody but the vault calls a card.</summary>
    public CardToken TokenOf(CardUid uid) => siteKey.Token(uid);

    /// <summary>What tells a request that is made again from another one.</summary>
    public RequestKey KeyOf(string by, string key, string what, ReadOnlySpan<byte> body) =>
        RequestKey.Of(siteKey, by, key, what, body);

    /// <summary>Adds cards without money, all or none.</summary>
    public Outcome<CreatedCards> Create(IReadOnlyList<CardToCreate> cards, RequestKey? key) =>
        keyed.Make(key, ApiJson.Default.CreatedCards, draft =>
        {
            var rows = cards
                .Select(card => new VaultRow(card.Uid.Hex, TokenOf(card.Uid), card.Number, card.Qr))
                .ToList();
            foreach (var (index, row) in rows.Index())
                if (draft.Books.Knows(row.Card))
                    return new Step<CreatedCards>(
                        RefusalKind.CardKnown, $"card {index} of the request is in the ledger already, as {row.Card}");
                else if (FlawOf(cards[index].Entitlements, cards[index].Entitlements.Count) is { } flaw)
                    return new Step<CreatedCards>(RefusalKind.NotPossible, $"card {index} of the request: {flaw}");
            if (WhyTaken(rows, draft.Books) is { } taken)
                return new Step<CreatedCards>(taken);
            var added = cards.Zip(rows, (card, row) => new NewCard(
                row.Card, siteKey.OwnWallet(row.Card), card.Class, CardState.Ok, [])
            {
                Entitlements = card.Entitlements, Age = card.Age, Language = card.Language,
            });
            // A row of the vault without a card harms nobody; a card without one could not be named.
            return new Step<CreatedCards>(
                null,
                request => new LedgerEntry.CardsAdded([.. added], request),
                new CreatedCards([.. rows.Select(row => row.Card)]),
                First: () => vault.Add(rows));
        });

    /// <summary>Says something anew of a card, if that changes anything.</summary>
    /// <param name="card">Which.</param>
    /// <param name="name">What whoever asks calls it.</param>
    /// <param name="change">What.</param>
    /// <param name="by">A token's name; null: a command.</param>
    public Outcome<ChangedCard> Change(CardToken card, string name, CardChange change, string? by = null) =>
        keyed.Store.Change<Outcome<ChangedCard>>(draft =>
            change.Make(draft, card, name, keyed.Now, by, out var entry, out var isNew) is { } why
                ? new Outcome<ChangedCard>.Refused(why)
                : new Outcome<ChangedCard>.Done(new ChangedCard(entry!, isNew)));

    /// <summary>A lost card's wallet gets another card.</summary>
    /// <param name="lost">The lost one.</param>
    /// <param name="lostName">What whoever asks calls it.</param>
    /// <param name="found">The new one.</param>
    /// <param name="key">Of the request; null: a command.</param>
    public Outcome<ReissuedCard> Reissue(CardToken lost, string lostName, CardToReissue found, RequestKey? key) =>
        keyed.Make(key, ApiJson.Default.ReissuedCard, draft =>
        {
            var card = TokenOf(found.Uid);
            if (draft.Books.Find(lost) is not { } entry)
                return new Step<ReissuedCard>(RefusalKind.NoSuchCard, $"card {lostName} is not in the ledger");
            if (draft.Books.Knows(card))
                return new Step<ReissuedCard>(
                    RefusalKind.CardKnown,
                    $"card {(key is null ? found.Uid : card)} is in the ledger already; a new card has no wallet yet");
            if (draft.Books.IsReissued(lost))
                return new Step<ReissuedCard>(
                    RefusalKind.CardReissued,
                    $"card {lostName} was re-issued before; re-issue the card that took its place");
            var row = new VaultRow(found.Uid.Hex, card, found.Number, found.Qr);
            if (WhyTaken([row], draft.Books) is { } taken)
                return new Step<ReissuedCard>(taken);
            // As of cards that are added.
            return new Step<ReissuedCard>(
                null,
                request => new LedgerEntry.CardReissued(lost, card, found.Class ?? entry.Class, request),
                new ReissuedCard(card, entry.Wallet),
                First: () => vault.Add([row]));
        });

    /// <summary>Cards of the books with this printed number, or this code: imported files may have two.</summary>
    public IReadOnlyList<CardToken> Find(string? number, Guid? qr)
    {
        var found = vault.Find(number is null ? [] : [number], qr is { } code ? [code] : []);
        return keyed.Store.Read(books => found.Select(row => row.Card).Where(books.Knows).ToList());
    }

    /// <summary>What is wrong with what a card is given; null: nothing. Older logs have cards that hold more.</summary>
    /// <param name="given">What.</param>
    /// <param name="held">How many it would hold with them.</param>
    public static string? FlawOf(ValueList<Entitlement> given, int held) =>
        held > MostEntitlements
            ? $"{held} memberships, tickets and badges; expected at most {MostEntitlements}"
        : given.Any(row => row.FromMilliseconds > row.ThroughMilliseconds)
            ? "a membership, ticket or badge that ends before it begins"
        : given.Any(row => row.ThroughMilliseconds > LastMilliseconds)
            ? "a membership, ticket or badge that ends beyond the year 9999"
        : null;

    /// <summary>Who is told a number, or shows a code, means one card.</summary>
    private Refusal? WhyTaken(List<VaultRow> rows, LedgerBooks books)
    {
        var (numbers, codes) = (NumbersOf(rows).ToList(), CodesOf(rows).ToList());
        if (numbers.Count + codes.Count == 0)
            return null;
        var own = rows.Select(row => row.Card).ToHashSet();
        var others = vault.Find(numbers, codes).Where(row => !own.Contains(row.Card) && books.Knows(row.Card)).ToList();
        var (named, shown) = (NumbersOf(others).ToHashSet(StringComparer.Ordinal), CodesOf(others).ToHashSet());
        foreach (var (index, row) in rows.Index())
            if (row.Number is { } number && !named.Add(number) || row.Qr is { } qr && !shown.Add(qr))
                return new Refusal(
                    RefusalKind.CardKnown, $"card {index} of the request: another card has its number or QR code");
        return null;

        static IEnumerable<string> NumbersOf(List<VaultRow> some) => some.Select(row => row.Number).OfType<string>();
        static IEnumerable<Guid> CodesOf(List<VaultRow> some) => some.Select(row => row.Qr).OfType<Guid>();
    }

    /// <summary>Two cards' wallets become one.</summary>
    /// <param name="from">Whose wallet is none any more.</param>
    /// <param name="into">Whose stays.</param>
    /// <param name="nameOf">What whoever asks calls them.</param>
    /// <param name="key">Of the request; null: a command.</param>
    public Outcome<MergedWallets> Merge(
        CardToken from, CardToken into, Func<CardToken, string> nameOf, RequestKey? key) =>
        keyed.Make(key, ApiJson.Default.MergedWallets, draft =>
        {
            if (draft.Books.WalletOf(from) is not { } gone)
                return new Step<MergedWallets>(RefusalKind.NoSuchCard, $"card {nameOf(from)} is not in the ledger");
            if (draft.Books.WalletOf(into) is not { } stays)
                return new Step<MergedWallets>(RefusalKind.NoSuchCard, $"card {nameOf(into)} is not in the ledger");
            return gone == stays
                ? new Step<MergedWallets>(
                    RefusalKind.OneWallet, $"cards {nameOf(from)} and {nameOf(into)} share one wallet already")
                : new Step<MergedWallets>(
                    null,
                    request => new LedgerEntry.WalletsMerged(gone, stays, request),
                    new MergedWallets(stays, gone));
        });
}

/// <summary>A card as it is to be added.</summary>
internal sealed record CardToCreate(CardUid Uid, CardClass Class)
{
    /// <summary>What is printed on it; null: not known.</summary>
    public string? Number { get; init; }

    /// <summary>What its QR code ends with; null: not known.</summary>
    public Guid? Qr { get; init; }

    /// <summary>Memberships, tickets and badges.</summary>
    public ValueList<Entitlement> Entitlements { get; init; } = [];

    /// <summary>What is known of its guest's age.</summary>
    public AgeClass Age { get; init; }

    /// <summary>In which displays speak to its guest; null: in their own.</summary>
    public LanguageTag? Language { get; init; }
}

/// <summary>A card that is to take a lost one's place.</summary>
/// <param name="Uid">Of it.</param>
/// <param name="Class">Null: as the lost one's.</param>
/// <param name="Number">What is printed on it; null: not known.</param>
/// <param name="Qr">What its QR code ends with; null: not known.</param>
internal sealed record CardToReissue(CardUid Uid, CardClass? Class, string? Number = null, Guid? Qr = null);

/// <summary>A card, as it is from then on.</summary>
internal sealed record ChangedCard(CardEntry Entry, bool IsNew);

/// <summary>Cards that were added, in the order of the request.</summary>
internal sealed record CreatedCards(ValueList<CardToken> Cards);

/// <summary>A card that took a lost one's place.</summary>
internal sealed record ReissuedCard(CardToken Card, WalletId Wallet);

/// <summary>Wallets that became one.</summary>
/// <param name="Wallet">That stays.</param>
/// <param name="Former">That is none any more.</param>
internal sealed record MergedWallets(WalletId Wallet, WalletId Former);
