using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>What one record of another terminal did to one purse.</summary>
/// <param name="Line">Whose, and what was said first.</param>
/// <param name="Position">The record.</param>
/// <param name="First">Where what it says was said first.</param>
/// <param name="Did">What it did, or set aside.</param>
/// <param name="Hold">For a hold: how long it counts.</param>
public sealed record HeardRow(
    HeardLine Line, RecordPosition Position, RecordPosition First, Unlisted Did, HeardHold? Hold)
{
    /// <summary>Whose.</summary>
    public TerminalId Peer => Line.Peer;

    /// <summary>It takes from the purse and gives it nothing: that counts whatever is missing before it.</summary>
    public bool IsDebit { get; } = Did.Changes.All(change => !change.Amount.IsPositive);
}
