using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Gives terminals the keys of the site's cards: in their enrolment, and as a part of what is said to those that are
/// enrolled. The books have only what the keys are known by.
/// </summary>
/// <param name="trust">Has the keys.</param>
/// <param name="store">The books.</param>
/// <param name="configs">Says it.</param>
/// <param name="alone">Waits until nobody else sets keys.</param>
internal sealed class CardKeyDesk(SiteTrust trust, ILedgerStore store, ConfigDesk configs, Func<IDisposable> alone)
{
    /// <summary>By what those are known that the books say; null: they say none.</summary>
    public CardKeysDigest? Said => store.Read(books => books.Configs.CardKeys);

    /// <summary>Says keys in place of those before, of all populations.</summary>
    /// <param name="keys">Read, and found good.</param>
    /// <param name="note">Why: it is signed and stays in the books.</param>
    /// <param name="without">Populations that are to be sent no more; null: none.</param>
    /// <param name="evenIfUnknown">The file of those in force may be gone: nobody can hold these against it.</param>
    public Outcome<ConfigAnswer> Set(
        IReadOnlyCollection<SiteCardKey> keys,
        string note,
        IReadOnlyCollection<string>? without = null,
        bool evenIfUnknown = false)
    {
        using var held = alone();
        if (Flaw(keys, without ?? [], evenIfUnknown) is { } flaw)
            return new Outcome<ConfigAnswer>.Refused(new Refusal(RefusalKind.NotPossible, flaw));
        var known = trust.KeepCardKeys(keys);
        var outcome = configs.Say(
            new ConfigRequest(ConfigScope.Site, new TerminalConfig(CardKeys: known), [], note), key: null);
        // What was refused is nobody's: the file that it came in is where it was.
        if (outcome.Why is null)
            trust.ForgetCardKeysBut(Said);
        else if (known != Said)
            trust.ForgetCardKeys(known);
        return outcome;
    }

    /// <summary>Removes the files of keys that the books say no more.</summary>
    public void Forget()
    {
        using var held = alone();
        trust.ForgetCardKeysBut(Said);
    }

    /// <summary>Which keys terminals are given. It waits for nobody, and any user who may read them may ask.</summary>
    /// <exception cref="LedgerStoreException">They are gone, or damaged.</exception>
    public IReadOnlyList<SiteCardKeyName> Names()
    {
        while (true)
        {
            var said = Said;
            try
            {
                return [.. (trust.CardKeys(said) ?? []).Select(key => key.Name())];
            }
            catch (LedgerStoreException) when (Said != said)
            {
                // Others were set meanwhile, and these were removed.
            }
        }
    }

    /// <summary>
    /// Of a population of which nothing is sent any more terminals go by their own files, where its retired keys may
    /// lie: who wants that says so.
    /// </summary>
    private string? Flaw(
        IReadOnlyCollection<SiteCardKey> keys, IReadOnlyCollection<string> without, bool evenIfUnknown)
    {
        if (keys.Count == 0)
            return "expected at least one key; to send none any more: ledger config set --withdraw cardKeys";
        var next = keys.Select(key => key.Population).ToHashSet(StringComparer.Ordinal);
        if (without.FirstOrDefault(next.Contains) is { } both)
            return $"--without {both}: the file has keys of it";
        if (PopulationsInForce() is not { } before)
            return evenIfUnknown
                ? null
                : "the file of the keys in force is gone, so nobody can tell which populations they are of, and of " +
                    "one that is left out terminals would go by their own files again, where retired keys may lie: " +
                    "put the file back from a backup, or see that the new one has keys of all of them and say " +
                    "--even-if-unknown";
        var lost = before.Except(next).Except(without, StringComparer.Ordinal).ToList();
        return without.FirstOrDefault(name => !before.Contains(name)) is { } unknown
            ? $"--without {unknown}: no keys of it are sent"
            : lost.Count == 0 ? null
            : $"the file has no key of {string.Join(", ", lost)}, and terminals would go by their own files again, " +
                $"where retired keys may lie: add its keys, or say {string.Join(" ", lost.Select(Without))}";
    }

    private static string Without(string population) => $"--without {population}";

    /// <returns>Null: the file is gone, and nobody knows.</returns>
    private HashSet<string>? PopulationsInForce()
    {
        try
        {
            return Names().Select(name => name.Population).ToHashSet(StringComparer.Ordinal);
        }
        catch (LedgerStoreException)
        {
            return null;
        }
    }
}
