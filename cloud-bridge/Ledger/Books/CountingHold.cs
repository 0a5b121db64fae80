using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>A hold that a list takes off what its wallet has.</summary>
/// <param name="Terminal">Whose.</param>
/// <param name="Name">What closing facts call it: forks may share a name.</param>
/// <param name="Hash">Of its line: what we call it by.</param>
internal sealed record CountingHold(TerminalId Terminal, RecordPosition Name, Digest Hash);
