using CloudBridge.Contract;
using EdgeTerminal.Core;

namespace EdgeTerminal.Store;

/// <summary>A configuration of the ledger's that is on disk.</summary>
/// <param name="Config">What it says.</param>
/// <param name="Sent">Which it is.</param>
public sealed record KeptConfig(TerminalConfig Config, SentConfig Sent)
{
    /// <summary>What goes on where its own prices cannot be followed here; null: they were followed, or must be.
    /// </summary>
    public FormerPrices? Former { get; init; }

    /// <summary>As they came; null: it says no card keys. In clear they are written nowhere.</summary>
    public SealedCardKeys? CardKeys { get; init; }

    /// <summary>Which they are; null: it says none, they did not come, or the terminal's key is not at hand.</summary>
    public ValueList<SiteCardKeyName>? CardKeyNames { get; init; }

    /// <summary>What goes on where its own card keys did not come, or cannot be followed; null: they were, or must be.
    /// </summary>
    public FormerCardKeys? FormerKeys { get; init; }

    /// <summary>It says card keys that did not come: the ledger has not got them at hand.</summary>
    public bool AreCardKeysElsewhere => CardKeys is { Keys: null };

    /// <summary>They did not come, and those that go on are others.</summary>
    public bool LacksCardKeys => AreCardKeysElsewhere && FormerKeys?.Keys?.Known() != CardKeys?.Known();

    /// <summary>Of a message that was verified.</summary>
    /// <param name="message">The message.</param>
    /// <param name="own">The terminal's key, which opens what is sealed; null: it is left out, for who only looks.
    /// </param>
    public static Reading<KeptConfig> Of(ConfigMessage message, Es256Signer? own)
    {
        var opened = own is null ? message.Config.InClear() : message.Config.Open(own);
        if (!opened.Succeeded(out var config, out var flaw))
            return flaw;
        var kept = new KeptConfig(config, new SentConfig(message.Number(), config.Hash()))
        {
            CardKeys = message.Config.CardKeys,
        };
        return own is null || kept.CardKeys is not { Keys: not null } keys ? kept
            : keys.Names(own).Succeeded(out var names, out flaw) ? kept with { CardKeyNames = [.. names] }
            : flaw;
    }
}
