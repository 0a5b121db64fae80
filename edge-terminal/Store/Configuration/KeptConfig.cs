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

    /// <summary>Of a message that was verified.</summary>
    /// <param name="message">The message.</param>
    /// <param name="own">The terminal's key, which opens what is sealed; null: it is left out, for who only looks.
    /// </param>
    public static Reading<KeptConfig> Of(ConfigMessage message, Es256Signer? own) =>
        (own is null ? message.Config.InClear() : message.Config.Open(own)).Succeeded(out var config, out var error)
            ? new KeptConfig(config, new SentConfig(message.Number(), config.Hash()))
            : error;
}
