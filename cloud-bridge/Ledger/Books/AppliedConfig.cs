using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>A configuration that a terminal's journal says was in force.</summary>
/// <param name="Number">Which.</param>
/// <param name="Hash">Of its content; null: an earlier build said so, which stored none.</param>
internal sealed record AppliedConfig(ConfigVersion Number, Digest? Hash);
