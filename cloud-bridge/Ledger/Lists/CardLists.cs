using CloudBridge.Contract;
using CloudBridge.Mqtt;

namespace CloudBridge.Ledger;

/// <summary>
/// Makes card lists and says them, with the keys of the terminals that they go with. A version is used up before it
/// goes out. One version follows another as a differential; the whole list, which the broker keeps, is made anew when
/// nobody could be brought up to date from the one before.
/// </summary>
internal sealed class CardLists(SiteId site, ILedgerStore store, ISigner signer, LedgerOptions options)
{
    private readonly Topics topics = new(site);
    private readonly DeltaWriter deltas = new(site, signer);
    private readonly ListHistory history = new();
    private HashSet<Digest> chunksOfTheListBefore = [];
    private ListedBooks? listed;
    private PublishedList? whole;
    private ListInMaking? making;
    private (long Version, ReadOnlyMemory<byte>? Signed) keys;
    private long lastMade = long.MinValue / 2;
    private long lastAnswered = long.MinValue / 2;
    private readonly Dictionary<long, (long At, long Pause)> answered = [];
    private long? wanted;
    private bool isWholeWanted;
    private bool isWholeNeeded;
    private long lastWhole;

    /// <summary>The last one; null: none was made.</summary>
    public ListVersion? Current => listed?.Version;

    /// <summary>The earliest version that the changes since can be said.</summary>
    public long HistoryFrom => history.From;

    /// <summary>A whole list is in the making, and can be gone on with at once.</summary>
    public bool HasMore => making is { HasMore: true };

    /// <summary>Says what is current, all of it: the broker may have lost what it had, or never have got it.</summary>
    public IEnumerable<LedgerAction> SayAll(long now)
    {
        if (listed is null || !store.Read(listed.IsLast))
            return IsMade(before: null) ? Begin(now) : [];
        // First, so that no keys are said that count no more.
        var news = store.Read(listed.IsCurrent) ? [] : GoOn(IsWholeDue(now) && IsMade((whole!, listed)), now);
        var all = SayWhole(knownChunks: [], saysKeys: true);
        var said = all.OfType<LedgerAction.Publish>().Select(publish => publish.Message.Topic).ToHashSet();
        return
        [
            .. all,
            .. news.OfType<LedgerAction.Publish>().Where(publish => !said.Contains(publish.Message.Topic)),
        ];
    }

    /// <summary>Makes a list when one is due, and says what terminals have asked for.</summary>
    public IEnumerable<LedgerAction> OnTime(long now)
    {
        var isTime = now - lastMade >= options.ListEvery;
        if (listed is null || !store.Read(listed.IsLast))
        {
            isTime |= listed is { } old && store.Read(books => books.Era) != old.Version.Era;
            return IsMade(before: null) && isTime ? Begin(now) : [];
        }
        var isWhole = IsWholeDue(now) && IsMade((whole!, listed));
        // What has changed is more than could be said.
        if (isWholeNeeded && !isWhole)
            return [];
        var isDue = isWhole || !store.Read(listed.IsCurrent) || MayAnswer(now) && !store.Read(listed.IsSame);
        return !isDue ? AnswerNow(now) : isTime ? GoOn(isWhole, now) : [];
    }

    /// <summary>A terminal asks for what has changed since a list; one answer is for all who ask meanwhile.</summary>
    public void Want(SinceMessage asked, long now)
    {
        var (since, version) = (asked.List(), asked.Version);
        if (listed?.Version is not { } current || since >= current)
            return;
        // The first list of an era may lack records that its terminal has sent again since: only a later one will do.
        if (since.Era < current.Era)
            isWholeWanted |= whole!.Version < current;
        // Of another history nothing follows, and the broker may keep a manifest of that.
        else if (asked.History != history.Id)
            isWholeWanted = true;
        // Where the broker keeps a later one it does.
        else if (history.Since(version).Count() > ListHistory.MostInAnswer)
            isWholeWanted |= whole!.Version <= since;
        else if (version >= history.From &&
            (!answered.TryGetValue(version, out var last) || now - last.At >= last.Pause))
            wanted = Math.Min(wanted ?? long.MaxValue, version);
    }

    /// <summary>Makes some of a whole list: whoever books waits no longer at a time.</summary>
    /// <param name="before">The one before it, and the last version; null: there is no history here.</param>
    /// <returns>So much of it that the rest can be made with the version.</returns>
    private bool IsMade((PublishedList Whole, ListedBooks Listed)? before) =>
        store.Read(books => IsMade(books, before));

    private bool IsMade(LedgerBooks books, (PublishedList Whole, ListedBooks Listed)? before)
    {
        making ??= ListInMaking.Begin(books, before, options.CardsAtOnce);
        making.GoOn(books);
        return !making.HasMore;
    }

    private PublishedList End(LedgerBooks books, ListedBooks next, long since)
    {
        var list = PublishedList.Make(books, next, since, making!, site, signer);
        making = null;
        return list;
    }

    /// <summary>A list that no other goes before: of those there is no history here.</summary>
    private List<LedgerAction> Begin(long now)
    {
        lastMade = now;
        var id = options.NewHistory();
        var made = Change(id, (books, next) => new Made(next, End(books, next, next.Version.Version)))!;
        history.Begin(id, made.Books.Version.Version);
        answered.Clear();
        (listed, wanted) = (made.Books, null);
        return Say(made.Whole!, saysKeys: SignKeys(), now);
    }

    /// <summary>The next version, as a differential; where that is too large, or due, whole.</summary>
    private List<LedgerAction> GoOn(bool isWhole, long now)
    {
        lastMade = now;
        var before = listed!;
        var answers = MayAnswer(now);
        var next = Change(history.Id, (books, next) =>
        {
            var changes = before.Seen.ChangesIn(next.Seen, books);
            whole!.Note(changes?.Cards ?? []);
            var isAwaited = next.Awaited != before.Awaited;
            if (changes is null ||
                deltas.Write(before.Version.Version, next, books, changes, isAwaited) is not { } delta)
                return isWhole || IsMade(books, (whole, before))
                    ? new Made(next, End(books, next, next.Version.Version))
                    : null;
            var growing = history.Growing.With(changes);
            var isOver = growing.Cards.Count >= ListHistory.CardsInPiece;
            return new Made(next, isWhole ? End(books, next, history.From) : null)
            {
                Delta = delta,
                Growing = growing,
                Grown = isOver || answers
                    ? deltas.Write(history.GrowsFrom, next, books, growing, isAwaited: true)
                    : null,
                IsOver = isOver,
                Cards = books.CardCount,
            };
        });
        isWholeNeeded = next is null;
        if (next is not { } made)
            return [];
        listed = made.Books;
        Remember(made, answers, now);
        var saysKeys = SignKeys();
        return
        [
            .. saysKeys && keys.Signed is { } signed ? [Keep(topics.Keys, signed)] : Array.Empty<LedgerAction>(),
            .. made.Delta is { } delta ? [Say(delta)] : Array.Empty<LedgerAction>(),
            .. made.Whole is { } list ? Say(list, saysKeys: false, now) : [],
            .. answers && made.Delta is not null ? Answer(made.IsOver ? null : made.Grown, now) : [],
        ];
    }

    private void Remember(Made made, bool isAnswer, long now)
    {
        var version = made.Books.Version.Version;
        // What is too large to be said is as good as not known: whoever lacks it needs the whole.
        if (made.Delta is null || made.Grown is null && (made.IsOver || isAnswer))
            history.Forget(version);
        else
            history.Note(version, made.Growing, made.IsOver ? made.Grown : null, made.Cards, now);
    }

    /// <summary>
    /// Nobody could be brought up to date from the last one, somebody could not take it, or could not say so.
    /// </summary>
    private bool IsWholeDue(long now) => isWholeNeeded || history.From > whole!.Version.Version ||
        isWholeWanted && now - lastWhole >= options.WholeEvery ||
        listed!.Version > whole.Version && now - lastWhole >= options.WholeAtLeastEvery;

    /// <summary>Whoever asks again and again makes us say no more than this.</summary>
    private bool MayAnswer(long now) => wanted is not null && now - lastAnswered >= options.RepeatDeltaEvery;

    /// <summary>Where the books are as the list shows them, what has changed lately can be said as of now.</summary>
    private List<LedgerAction> AnswerNow(long now)
    {
        if (!MayAnswer(now))
            return [];
        if (history.GrowsFrom == listed!.Version.Version)
            return Answer(null, now);
        // In one look: what is said under a version is what that version was, or it is not said.
        var (isSame, signed) = store.Read(books => listed.IsSame(books)
            ? (true, deltas.Write(history.GrowsFrom, listed, books, history.Growing, isAwaited: true))
            : (false, null));
        if (isSame && signed is null)
            history.Forget(listed.Version.Version);
        return signed is { } growing ? Answer(growing, now) : [];
    }

    /// <param name="growing">What has changed since the last piece that is over; null: nothing has.</param>
    /// <param name="now">Monotonic milliseconds.</param>
    private List<LedgerAction> Answer(ReadOnlyMemory<byte>? growing, long now)
    {
        var since = wanted!.Value;
        List<LedgerAction> answer = [.. history.Since(since).Select(piece => Say(piece.Signed))];
        foreach (var old in answered.Keys.Where(version => version < history.From).ToList())
            answered.Remove(old);
        // Who comes later than that is somebody else.
        var pause = answered.TryGetValue(since, out var last) && now - last.At < 2 * last.Pause
            ? 2 * last.Pause
            : options.RepeatDeltaEvery;
        answered[since] = (now, Math.Min(pause, options.LongestDeltaPause));
        (wanted, lastAnswered) = (null, now);
        return growing is { } more ? [.. answer, Say(more)] : answer;
    }

    /// <summary>Uses up a version, for the books as they are, unless nothing is made.</summary>
    private Made? Change(Nonce history, Func<LedgerBooks, ListedBooks, Made?> make) => store.Change(draft =>
    {
        var version = new ListVersion(draft.Books.Era, (draft.Books.LastList?.Version ?? 0) + 1);
        // First: a change that breaks off when it has added something ends the store.
        var made = make(draft.Books, ListedBooks.Of(draft.Books, version, history));
        if (made is not null)
            draft.Add(new LedgerEntry.ListMade(version.Era, version.Version));
        return made;
    });

    /// <summary>Takes back chunks only when neither the list before nor this one has them.</summary>
    private List<LedgerAction> Say(PublishedList made, bool saysKeys, long now)
    {
        (isWholeWanted, isWholeNeeded, lastWhole) = (false, false, now);
        HashSet<Digest> old = [.. whole?.Chunks.Keys ?? []];
        whole = made;
        var actions = SayWhole(old, saysKeys);
        foreach (var gone in chunksOfTheListBefore.Where(hash => !made.Chunks.ContainsKey(hash) && !old.Contains(hash)))
            actions.Add(Keep(topics.CardChunk(gone), ReadOnlyMemory<byte>.Empty));
        chunksOfTheListBefore = old;
        return actions;
    }

    /// <summary>Chunks go out before the manifest that names them.</summary>
    /// <param name="knownChunks">Chunks that the broker has for certain.</param>
    /// <param name="saysKeys">It may not have the keys.</param>
    private List<LedgerAction> SayWhole(HashSet<Digest> knownChunks, bool saysKeys)
    {
        var actions = new List<LedgerAction>();
        foreach (var chunk in whole!.Chunks.Where(chunk => !knownChunks.Contains(chunk.Key)))
            actions.Add(Keep(topics.CardChunk(chunk.Key), chunk.Value));
        if (saysKeys && keys.Signed is { } signed)
            actions.Add(Keep(topics.Keys, signed));
        actions.Add(Keep(topics.CardList, whole.Manifest));
        return actions;
    }

    /// <summary>Keys go out before the first list that goes with them.</summary>
    /// <returns>They are others than before.</returns>
    private bool SignKeys()
    {
        if (listed!.Keys == keys.Version)
            return false;
        keys = (listed.Keys, store.Read(SignKeys));
        return true;
    }

    private ReadOnlyMemory<byte>? SignKeys(LedgerBooks books)
    {
        if (books.KeysVersion == 0)
            return null;
        var all = books.TerminalsInUse.Select(book => book.WebKey with { Site = site, Terminal = book.Terminal });
        var former = books.TerminalsInUse.SelectMany(book => book.Keys.Former.Select(row => row with
        {
            Key = row.Key with { Site = site, Terminal = book.Terminal },
        })).ToList();
        var message = new KeysMessage(
            site, Addressee.Terminals, books.KeysVersion, [.. all], former.Count == 0 ? null : [.. former]);
        return SignedMessage.Sign(message, signer).Compact;
    }

    /// <summary>Nobody keeps it, and the next does not take its place.</summary>
    private LedgerAction.Publish Say(ReadOnlyMemory<byte> delta) =>
        new(new MqttMessage(topics.CardDelta, delta, Retained: false)) { IsOneOfMany = true };

    private static LedgerAction.Publish Keep(string topic, ReadOnlyMemory<byte> payload) =>
        new(new MqttMessage(topic, payload, Retained: true));

    /// <summary>A version that was made.</summary>
    /// <param name="Books">As it shows them.</param>
    /// <param name="Whole">The whole list; null: it need not be said.</param>
    private sealed record Made(ListedBooks Books, PublishedList? Whole)
    {
        /// <summary>What makes the version before into it; null: it begins anew.</summary>
        public ReadOnlyMemory<byte>? Delta { get; init; }

        /// <summary>What has changed since the last piece of history that is over.</summary>
        public ListChanges Growing { get; init; } = ListChanges.None;

        /// <summary>The same, signed; null: nobody wants it, or it is too large.</summary>
        public ReadOnlyMemory<byte>? Grown { get; init; }

        /// <summary>It grows no further.</summary>
        public bool IsOver { get; init; }

        /// <summary>How many cards there are.</summary>
        public int Cards { get; init; }
    }
}
