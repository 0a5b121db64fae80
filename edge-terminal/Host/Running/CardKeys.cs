using CloudBridge.Contract;
using EdgeTerminal.Store;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Cards;

namespace EdgeTerminal.Host;

/// <summary>
/// The master keys of the populations: the terminal's own, read once, and those that the ledger sent, which may be
/// exchanged while a reader works. Zeroed when nobody uses them any more.
/// </summary>
internal sealed class CardKeys : ICardProver, IDisposable
{
    private const string FromTheLedger = "card keys that the ledger sent";

    private readonly Lock gate = new();
    private readonly CardSettings settings;
    private readonly Func<string, string?> environment;
    private string? ownTrouble;
    private CardKeyRing? own;
    private bool isOwnAbsent;
    private Func<SealedCardKeys, Reading<byte[]>>? unseal;
    private CardKeyRing? sent;
    private (CardSettings Cards, KeptConfig? From) inUse;
    private CardProver? prover;

    private CardKeys(CardSettings settings, Func<string, string?> environment)
    {
        (this.settings, this.environment) = (settings, environment);
        inUse = (settings, null);
    }

    /// <summary>Has cards prove themselves; null when there are no populations.</summary>
    public ICardProver? Prover => AreAny ? this : null;

    /// <summary>There are none: no card proves itself.</summary>
    public static CardKeys None => new(CardSettings.None, _ => null);

    private bool AreAny => settings.Keys is not null && !settings.Configured.IsEmpty;

    /// <summary>Reads the terminal's own; that they cannot be read is said where they are needed.</summary>
    /// <param name="cards">Which, and where.</param>
    /// <param name="environment">Looks a variable up.</param>
    public static CardKeys Look(CardSettings cards, Func<string, string?> environment)
    {
        var keys = new CardKeys(cards, environment);
        if (keys.AreAny)
            (keys.own, keys.ownTrouble) = keys.OpenOwn(out keys.isOwnAbsent);
        return keys;
    }

    /// <summary>Reads them.</summary>
    /// <param name="cards">Which, and where; with what the ledger sent laid over.</param>
    /// <param name="environment">Looks a variable up.</param>
    /// <param name="sent">What the ledger sent; null: nothing.</param>
    /// <param name="unseal">Opens what was sealed for this terminal; null: nothing was.</param>
    /// <param name="mayLack">As of <see cref="Start"/>.</param>
    /// <exception cref="StartException">They cannot be read, or one is missing: says each.</exception>
    public static CardKeys Open(
        CardSettings cards,
        Func<string, string?> environment,
        KeptConfig? sent = null,
        Func<SealedCardKeys, Reading<byte[]>>? unseal = null,
        bool mayLack = false)
    {
        var keys = Look(cards, environment);
        try
        {
            keys.Start(cards, sent, unseal, mayLack);
            return keys;
        }
        catch
        {
            keys.Dispose();
            throw;
        }
    }

    /// <summary>From now on cards prove themselves.</summary>
    /// <param name="cards">With what the ledger sent laid over.</param>
    /// <param name="from">What it sent; null: nothing.</param>
    /// <param name="opens">Opens what was sealed for this terminal; null: nothing was.</param>
    /// <param name="mayLack">Nobody is served until the ledger has sent another configuration, which may have those
    /// that are missing.</param>
    /// <exception cref="StartException">They cannot be read, or one is missing: says each.</exception>
    public void Start(
        CardSettings cards, KeptConfig? from, Func<SealedCardKeys, Reading<byte[]>>? opens, bool mayLack)
    {
        if (!AreAny)
            return;
        unseal = opens;
        if (!mayLack && ownTrouble is not null && IsOwnNeeded(cards, from))
            throw new StartException($"Card keys: {ownTrouble}", ExitCode.BadConfiguration);
        if (((mayLack ? null : Flaw(cards, from)) ?? Issuers()) is { } flaw)
            throw new StartException($"{flaw}.", ExitCode.BadConfiguration);
        Use(cards, from);
    }

    /// <summary>Names of keys that change cards: they must not be on a terminal, which may be stolen.</summary>
    public static IEnumerable<CardKeyName> Issuers(CardKeyRing ring) =>
        ring.Names.Where(name => name.Use == CardKeyUse.Issuer);

    /// <summary>What the ledger calls a key, in the words of the cards' own library.</summary>
    public static CardKeyName NameOf(SiteCardKeyName name) => new(
        name.Population, name.Use == "sunMeta" ? CardKeyUse.SunMeta : CardKeyUse.Proof, name.Version);

    /// <summary>Opens what was sealed for this terminal.</summary>
    /// <exception cref="CardKeyException">It cannot be opened.</exception>
    public static CardKeyRing OpenSent(SealedCardKeys keys, Func<SealedCardKeys, Reading<byte[]>> unseal) =>
        unseal(keys).Succeeded(out var json, out var error)
            ? CardKeyRing.Read(json, FromTheLedger)
            : throw new CardKeyException(error.Detail);

    /// <summary>Which of the terminal's own keys are missing; null: none. Any thread.</summary>
    /// <param name="cards">With what the ledger sent laid over.</param>
    /// <param name="from">What it sent; null: nothing. A file that is there and cannot be read is none that lacks
    /// something then: that stops the start. One that is not there lacks all.</param>
    public string? Flaw(CardSettings cards, KeptConfig? from)
    {
        var ring = Volatile.Read(ref own);
        var missing = ring is null && from is null && !isOwnAbsent ? "" : MissingIn(ring, cards, from);
        return missing.Length == 0 ? null : LacksThem(missing);
    }

    /// <summary>
    /// From the next card on these count. It waits for the card that is proving itself, so it is nothing for the loop;
    /// those before are zeroed when nobody uses them any more.
    /// </summary>
    /// <param name="cards">With what the ledger sent laid over.</param>
    /// <param name="from">What it sent.</param>
    /// <exception cref="CardKeyException">They cannot be opened: those before go on.</exception>
    public void Use(CardSettings cards, KeptConfig? from)
    {
        if (!AreAny)
            return;
        var keys = from?.CardKeys;
        lock (gate)
        {
            if (prover is null || keys?.Known() != inUse.From?.CardKeys?.Known())
            {
                var next = keys is null || unseal is null ? null : OpenSent(keys, unseal);
                sent?.Dispose();
                sent = next;
            }
            inUse = (cards, from);
            prover = ProverOf(own);
        }
    }

    /// <summary>
    /// Reads the terminal's own again: somebody may have mended them. It waits for the card that is proving itself.
    /// </summary>
    /// <returns>Why those before go on; null: what was read counts from the next card on.</returns>
    public string? Reread()
    {
        if (!AreAny)
            return null;
        var (next, trouble) = OpenOwn(out _);
        lock (gate)
        {
            var (cards, from) = inUse;
            var flaw = next is null ? IsOwnNeeded(cards, from) ? trouble : null
                : IssuersOf(next) ??
                    (MissingIn(next, cards, from) is { Length: > 0 } missing && Flaw(cards, from) is null
                        ? LacksThem(missing)
                        : null);
            if (next is null || flaw is not null)
            {
                next?.Dispose();
                return flaw;
            }
            var before = own;
            Volatile.Write(ref own, next);
            (ownTrouble, isOwnAbsent) = (null, false);
            if (prover is not null)
                prover = ProverOf(next);
            before?.Dispose();
            return null;
        }
    }

    /// <inheritdoc/>
    public CardProof Prove(ICardChannel card, CancellationToken cancellation)
    {
        lock (gate)
            return prover?.Prove(card, cancellation) ?? CardProof.Nothing;
    }

    public void Dispose()
    {
        lock (gate)
        {
            own?.Dispose();
            sent?.Dispose();
        }
    }

    private static bool IsSent(KeptConfig? sent, TrustedPopulation row) =>
        CardSettings.IsIn(sent?.CardKeyNames ?? [], row.Population.Name);

    private static bool IsOwnNeeded(CardSettings cards, KeptConfig? from) =>
        cards.Populations.Any(row => !IsSent(from, row));

    private static string MissingIn(CardKeyRing? ring, CardSettings cards, KeptConfig? from) => string.Join(
        ", ",
        cards.Populations.Where(row => !IsSent(from, row)).SelectMany(row => row.KeysNeeded())
            .Except(ring?.Names ?? []));

    private string LacksThem(string missing) =>
        $"{settings.Keys} has no key {missing}: add it, or take its version out of cards.populations";

    private CardProver ProverOf(CardKeyRing? ring) => new(
        [.. inUse.Cards.Populations.Select(row => row.Population)],
        new CardKeySet(ring, sent, inUse.From?.CardKeyNames ?? []));

    private (CardKeyRing? Ring, string? Trouble) OpenOwn(out bool isAbsent)
    {
        isAbsent = false;
        try
        {
            return (CardKeySources.Open(settings.Keys!, environment), null);
        }
        catch (CardKeyException error)
        {
            isAbsent = error.InnerException is FileNotFoundException or DirectoryNotFoundException;
            return (null, error.Message);
        }
    }

    private string? Issuers() => own is null ? null : IssuersOf(own);

    private string? IssuersOf(CardKeyRing ring) => string.Join(", ", Issuers(ring)) is { Length: > 0 } issuers
        ? $"{settings.Keys} has {issuers}: keys that change cards must not be on a terminal; take them away"
        : null;
}
