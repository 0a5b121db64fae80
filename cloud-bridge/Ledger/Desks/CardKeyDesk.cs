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
    public Outcome<ConfigAnswer> Set(IReadOnlyCollection<SiteCardKey> keys, string note)
    {
        using var held = alone();
        var known = trust.KeepCardKeys(keys);
        var outcome = configs.Say(
            new ConfigRequest(ConfigScope.Site, new TerminalConfig(CardKeys: known), [], note), key: null);
        trust.ForgetCardKeysBut(Said);
        return outcome;
    }

    /// <summary>Removes the files of keys that the books say no more.</summary>
    public void Forget()
    {
        using var held = alone();
        trust.ForgetCardKeysBut(Said);
    }

    /// <summary>Which keys terminals are given.</summary>
    /// <exception cref="LedgerStoreException">They are gone, or damaged.</exception>
    public IReadOnlyList<SiteCardKeyName> Names() => [.. (trust.CardKeys(Said) ?? []).Select(key => key.Name())];
}
