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
    private readonly CardKeyRing? own;
    private readonly Func<SealedCardKeys, Reading<byte[]>>? unseal;
    private CardKeyRing? sent;
    private SealedCardKeys? inUse;
    private CardProver? prover;

    private CardKeys(CardSettings settings, CardKeyRing? own, Func<SealedCardKeys, Reading<byte[]>>? unseal) =>
        (this.settings, this.own, this.unseal) = (settings, own, unseal);

    /// <summary>Has cards prove themselves; null when there are no populations.</summary>
    public ICardProver? Prover => settings.Configured.IsEmpty ? null : this;

    /// <summary>There are none: no card proves itself.</summary>
    public static CardKeys None => new(CardSettings.None, null, null);

    /// <summary>Reads them.</summary>
    /// <param name="cards">Which, and where; with what the ledger sent laid over.</param>
    /// <param name="environment">Looks a variable up.</param>
    /// <param name="sent">What the ledger sent; null: nothing.</param>
    /// <param name="unseal">Opens what was sealed for this terminal; null: nothing was.</param>
    /// <param name="mayLack">Nobody is served until the ledger has sent another configuration, which may have those
    /// that are missing.</param>
    /// <exception cref="StartException">They cannot be read, or one is missing: says each.</exception>
    public static CardKeys Open(
        CardSettings cards,
        Func<string, string?> environment,
        KeptConfig? sent = null,
        Func<SealedCardKeys, Reading<byte[]>>? unseal = null,
        bool mayLack = false)
    {
        if (cards.Keys is not { } place || cards.Populations.IsEmpty)
            return None;
        var isOwnNeeded = !mayLack && cards.Populations.Any(row => !IsSent(sent, row));
        var keys = new CardKeys(cards, OpenOwn(place, environment, isOwnNeeded), unseal);
        try
        {
            if (((mayLack ? null : keys.Flaw(cards, sent)) ?? keys.Issuers()) is { } flaw)
                throw new StartException($"{flaw}.", ExitCode.BadConfiguration);
            keys.Use(cards, sent);
            return keys;
        }
        catch
        {
            keys.Dispose();
            throw;
        }
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
    /// <param name="from">What it sent.</param>
    public string? Flaw(CardSettings cards, KeptConfig? from)
    {
        var missing = string.Join(", ", cards.Populations
            .Where(row => !IsSent(from, row)).SelectMany(row => row.KeysNeeded()).Except(own?.Names ?? []));
        return missing.Length == 0
            ? null
            : $"{settings.Keys} has no key {missing}: add it, or take its version out of cards.populations";
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
        var keys = from?.CardKeys;
        lock (gate)
        {
            if (prover is not null && keys?.Known() == inUse?.Known())
                return;
            var next = keys is null || unseal is null ? null : OpenSent(keys, unseal);
            var source = new CardKeySet(own, next, from?.CardKeyNames ?? []);
            prover = new CardProver([.. cards.Populations.Select(row => row.Population)], source);
            sent?.Dispose();
            (sent, inUse) = (next, keys);
        }
    }

    /// <inheritdoc/>
    public CardProof Prove(ICardChannel card, CancellationToken cancellation)
    {
        lock (gate)
            return prover!.Prove(card, cancellation);
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

    /// <summary>Those of <c>cards.keys</c>; null: they cannot be read, and are not needed.</summary>
    private static CardKeyRing? OpenOwn(string place, Func<string, string?> environment, bool isNeeded)
    {
        try
        {
            return CardKeySources.Open(place, environment);
        }
        catch (CardKeyException error)
        {
            return isNeeded
                ? throw new StartException($"Card keys: {error.Message}", ExitCode.BadConfiguration)
                : null;
        }
    }

    private string? Issuers() => own is not null && string.Join(", ", Issuers(own)) is { Length: > 0 } issuers
        ? $"{settings.Keys} has {issuers}: keys that change cards must not be on a terminal; take them away"
        : null;
}
