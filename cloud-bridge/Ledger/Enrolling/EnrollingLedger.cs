using System.Text;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What enrolling a terminal needs of a ledger: its books, its keys, its authority.</summary>
/// <param name="seal">Writes enrolments.</param>
/// <param name="store">The books.</param>
/// <param name="authority">Certifies terminals.</param>
/// <param name="enter">Waits until no other process changes the ledger.</param>
internal sealed class EnrollingLedger(
    EnrolmentSeal seal,
    ILedgerStore store,
    SiteAuthority authority,
    Func<IDisposable> enter)
{
    private const long FirstEpoch = 1;

    /// <summary>The site.</summary>
    public SiteId Site => seal.Site;

    /// <summary>The ledger's key.</summary>
    public KeyId KeyId => seal.KeyId;

    /// <summary>The PIN of a terminal that a request creates.</summary>
    public string PinOf(TerminalId terminal, RequestKey request, Nonce? creation) =>
        seal.PinOf(terminal, request, creation);

    /// <summary>The key that a terminal is enrolled with; null: it is not.</summary>
    public KeyId? KeyOf(TerminalId terminal) =>
        store.Read(books => books.TryFind(terminal, out var book) ? book!.Key.KeyId : (KeyId?)null);

    /// <summary>The key that a terminal was granted and has not used; null: there is none.</summary>
    public KeyId? GrantedKeyOf(TerminalId terminal) => store.Read(
        books => books.TryFind(terminal, out var book) ? book.Keys.Granted?.Key.KeyId : null);

    /// <summary>What a terminal was enrolled as, for people, and how far it goes alone.</summary>
    public (string Profile, TerminalLimits Limits)? EnrolledAs(TerminalId terminal) => store.Read(
        books => books.TryFind(terminal, out var book)
            ? (books.Configs.ProfileOf(terminal) ?? EnrolmentDesk.Profiles[0], book.Enrolled)
            : ((string, TerminalLimits)?)null);

    /// <summary>It is one of the site's no more.</summary>
    public bool IsRevoked(TerminalId terminal) =>
        store.Read(books => EntryFlaws.OfRevoked(terminal, books) is not null);

    /// <summary>Somebody did something at the desk: the log is to say who.</summary>
    /// <returns>Why it cannot; null: it does.</returns>
    public string? Note(LedgerEntry entry) => store.Change(draft => draft.TryAdd(entry));

    /// <summary>Puts a terminal into the books, or its new limits; the same key again changes nothing else.</summary>
    /// <param name="terminal">Which.</param>
    /// <param name="jwk">Its key.</param>
    /// <param name="limits">How far it will go alone.</param>
    /// <param name="now">Since 1970-01-01T00:00:00Z.</param>
    /// <param name="by">Who confirmed it, and why.</param>
    /// <returns>Why not; null: it is done.</returns>
    public string? Enrol(TerminalId terminal, JsonWebKey jwk, TerminalLimits limits, long now, Decider by)
    {
        using var key = PublicKey.Read(jwk).OrThrow();
        var named = jwk with { Site = Site, Terminal = terminal, KeyId = key.KeyId.ToString() };
        try
        {
            return store.Change(draft =>
            {
                if (EntryFlaws.OfEnrolment(terminal, draft.Books) is { } why)
                    return $"Not done: {why}.";
                var isThere = draft.Books.TryFind(terminal, out var book);
                if (isThere && book!.Key.KeyId != key.KeyId)
                    return $"Terminal {terminal} was meanwhile enrolled with another key. Refuse this one: " +
                        $"ledger terminal refuse {terminal}";
                var epoch = isThere ? book!.Epoch : FirstEpoch;
                // First: what no file can say is not written down either.
                seal.Write(draft.Books, terminal, key.KeyId, epoch, limits);
                return draft.TryAdd(new LedgerEntry.TerminalEnrolled(
                    terminal, named, epoch, limits, now, by.By, by.Note));
            });
        }
        catch (ArgumentException tooLong)
        {
            return $"The enrolment would be too long: {tooLong.Message} Expected fewer PINs or allowances.";
        }
    }

    /// <summary>Lets a terminal change to another key; the same again changes nothing.</summary>
    /// <param name="terminal">Which.</param>
    /// <param name="jwk">The next one.</param>
    /// <param name="replaces">The one that it has by its own account.</param>
    /// <param name="now">Since 1970-01-01T00:00:00Z.</param>
    /// <param name="by">Who confirmed it, and why.</param>
    /// <returns>Why not; null: it is done.</returns>
    public string? GrantKey(TerminalId terminal, JsonWebKey jwk, KeyId replaces, long now, Decider by)
    {
        using var key = PublicKey.Read(jwk).OrThrow();
        var named = jwk with { Site = Site, Terminal = terminal, KeyId = key.KeyId.ToString() };
        return store.Change(draft =>
        {
            if (!draft.Books.TryFind(terminal, out var book) || book.Key.KeyId != replaces)
                return $"Terminal {terminal} has another key than {replaces} now. Refuse this one: " +
                    $"ledger terminal refuse {terminal}";
            if (book.Keys.Granted?.Key.KeyId == key.KeyId)
                return null;
            if (KeyFlaws.OfGrant(terminal, jwk, draft.Books) is { } why)
                return $"Not done: {why}.";
            // First: what no file can say is not written down either.
            seal.Write(draft.Books, terminal, key.KeyId, book.Epoch + 1, book.Enrolled);
            return draft.TryAdd(new LedgerEntry.TerminalKeyGranted(
                terminal, named, book.Epoch + 1, now, by.By, by.Note));
        });
    }

    /// <summary>Certifies a terminal that is in the books; makes the site's authority where there is none.</summary>
    public string Certify(TerminalId terminal, PublicKey key)
    {
        using (enter())
        {
            authority.Make();
            return authority.Certify(terminal, key.ToCertificateKey());
        }
    }

    /// <summary>What a confirmed terminal is given.</summary>
    /// <returns>Null: this key of it counts no more.</returns>
    public EnrolmentAnswer? Answer(TerminalId terminal, KeyId asks, string certificate, Nonce nonce)
    {
        // As the books have it now: it may have been given other limits since. What is said beside an enrolment is
        // none of it: it may be withdrawn, and then the enrolment holds.
        var (file, said) = store.Read(books => books.TryFind(terminal, out var book)
            ? (
                book!.EpochOf(asks) is { } epoch ? seal.Write(books, terminal, asks, epoch, book.Enrolled) : null,
                books.Configs.CardKeys)
            : throw new LedgerStoreException($"Terminal {terminal} is confirmed, and not in the books."));
        if (file is null)
            return null;
        var cardKeys = seal.CardKeys(said);
        // Others were set meanwhile, and the file of these was removed.
        while (cardKeys is null && store.Read(books => books.Configs.CardKeys) is var next && next != said)
            cardKeys = seal.CardKeys(said = next);
        return new EnrolmentAnswer(
            EnrolmentAnswer.CurrentVersion,
            Site,
            terminal,
            asks,
            nonce,
            Encoding.ASCII.GetString(file).TrimEnd('\n'),
            certificate,
            authority.Certificate,
            cardKeys);
    }
}
