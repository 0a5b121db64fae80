namespace CloudBridge.Contract;

/// <summary>
/// How far the balances of a list contain a terminal's records: the highest sequence whose effect, and that of all
/// before it, is in them.
/// </summary>
public sealed record Watermark(TerminalId Terminal, long Epoch, long Sequence)
{
    /// <summary>The last record contained.</summary>
    public RecordPosition Position() => new(Epoch, Sequence);
}
