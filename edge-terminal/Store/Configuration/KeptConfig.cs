using CloudBridge.Contract;
using EdgeTerminal.Core;

namespace EdgeTerminal.Store;

/// <summary>A configuration of the ledger's that is on disk.</summary>
/// <param name="Config">What it says.</param>
/// <param name="Sent">Which it is.</param>
public sealed record KeptConfig(TerminalConfig Config, SentConfig Sent)
{
    /// <summary>Of a message that was verified.</summary>
    public static KeptConfig Of(ConfigMessage message) =>
        new(message.Config, new SentConfig(message.Number(), message.Config.Hash()));
}
