using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What is to be said anew of a card. Null, or nothing: that stays as it is.</summary>
internal sealed record CardChange
{
    /// <summary>Ok or blocked.</summary>
    public CardState? State { get; init; }

    /// <summary>They take the place of all that the card has of their assets.</summary>
    public ValueList<Entitlement> Entitlements { get; init; } = [];

    /// <summary>Assets of which it is to have nothing.</summary>
    public ValueList<AssetId> Removed { get; init; } = [];

    /// <summary>The card's last moment, or that it has none.</summary>
    public Said<long?>? ValidThrough { get; init; }

    /// <summary>What is known of the guest's age.</summary>
    public AgeClass? Age { get; init; }

    /// <summary>The guest's language, or that displays speak in their own.</summary>
    public Said<LanguageTag?>? Language { get; init; }

    /// <summary>Why, for people; null: that is not said.</summary>
    public string? Note { get; init; }

    /// <summary>Nothing is said that would change anything.</summary>
    public bool IsEmpty => this with { Note = null } == new CardChange();

    /// <summary>Changes a card, if that changes anything.</summary>
    /// <param name="draft">Where it is written.</param>
    /// <param name="card">Its token.</param>
    /// <param name="name">What whoever asks calls it.</param>
    /// <param name="atMilliseconds">When, by the ledger's time.</param>
    /// <param name="by">The token that asks; null: a command.</param>
    /// <param name="entry">The card as it is from then on.</param>
    /// <param name="isNew">Something has changed.</param>
    /// <returns>Why it cannot be changed; null: it is as it was told.</returns>
    public Refusal? Make(
        LedgerDraft draft,
        CardToken card,
        string name,
        long atMilliseconds,
        string? by,
        out CardEntry? entry,
        out bool isNew)
    {
        isNew = false;
        entry = draft.Books.Find(card);
        if (entry is null)
            return new Refusal(RefusalKind.NoSuchCard, $"card {name} is not in the ledger");
        var held = entry.Entitlements;
        foreach (var asset in Removed)
            if (!held.Any(row => row.Asset == asset))
                return new Refusal(
                    RefusalKind.NoSuchEntitlement, $"card {name} holds no {asset}; it holds {NamesOf(held)}");
        var before = entry;
        entry = ChangedFrom(entry);
        if (entry.State == CardState.Ok && draft.Books.IsReissued(card))
            return new Refusal(
                RefusalKind.CardReissued,
                $"card {name} was re-issued: it is blocked for good, because whoever found it would spend the same " +
                "wallet; change the card that took its place");
        isNew = entry != before;
        if (Entitlements.Count > 0 && CardDesk.FlawOf(Entitlements, entry.Entitlements.Count) is { } beyond)
            return new Refusal(RefusalKind.NotPossible, $"card {name}: {beyond}");
        if (ValidThrough is { What: { } end } && end > CardDesk.LastMilliseconds)
            return new Refusal(
                RefusalKind.NotPossible, $"card {name}: an end beyond the year 9999; say null where it has none");
        var changed = new LedgerEntry.CardChanged(
            card, entry.State, atMilliseconds, entry.Entitlements, entry.Age, entry.ValidThroughMilliseconds,
            entry.Language, by, Note);
        if (EntryFlaws.Of(changed, draft.Books) is { } flaw)
            return new Refusal(RefusalKind.NotPossible, flaw);
        if (isNew)
            draft.Add(changed);
        return null;
    }

    private CardEntry ChangedFrom(CardEntry entry) => entry with
    {
        State = State ?? entry.State,
        Entitlements =
        [
            .. entry.Entitlements.Where(row =>
                !Removed.Contains(row.Asset) && !Entitlements.Any(said => said.Asset == row.Asset)),
            .. Entitlements,
        ],
        ValidThroughMilliseconds = ValidThrough is { } end ? end.What : entry.ValidThroughMilliseconds,
        Age = Age ?? entry.Age,
        Language = Language is { } language ? language.What : entry.Language,
    };

    private static string NamesOf(ValueList<Entitlement> held) =>
        held.Count == 0 ? "none" : string.Join(", ", held.Select(row => row.Asset).Distinct());

    /// <summary>Something is said, and be it that there is nothing.</summary>
    public sealed record Said<T>(T What);
}
