using CloudBridge.Contract;

namespace EdgeTerminal.Store;

/// <summary>
/// The card keys that go on while those of a configuration are not at hand at the ledger, or do not fit here.
/// </summary>
/// <param name="Keys">As the ledger sent them; null: it sent none, and the terminal's own file has them all.</param>
/// <param name="Names">Which they are; null: none were sent, or the terminal's key is not at hand.</param>
public sealed record FormerCardKeys(SealedCardKeys? Keys, ValueList<SiteCardKeyName>? Names)
{
    /// <summary>Why they go on where nothing else is wrong.</summary>
    public const string NotAtHand = "the ledger has said which they are, and has not got them at hand";

    /// <summary>Nothing was sent before.</summary>
    public static FormerCardKeys None { get; } = new(null, null);

    /// <summary>For people, of a configuration that is followed but for its card keys.</summary>
    public static string Refusal(string why) => $"but for its card keys: {why}";

    /// <summary>Those that are in force with this one.</summary>
    public static FormerCardKeys Of(KeptConfig? kept) =>
        kept is null ? None
        : kept.FormerKeys ??
            (kept.AreCardKeysElsewhere ? None : new FormerCardKeys(kept.CardKeys, kept.CardKeyNames));
}
