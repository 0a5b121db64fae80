using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>What one record of another terminal did to one purse.</summary>
/// <param name="Peer">Whose.</param>
/// <param name="Position">The record.</param>
/// <param name="First">Where what it says was said first.</param>
/// <param name="FirstHash">The line that said it first.</param>
/// <param name="Did">What it did, or set aside.</param>
/// <param name="Hold">For a hold: how long it counts.</param>
public sealed record HeardRow(
    TerminalId Peer,
    RecordPosition Position,
    RecordPosition First,
    Digest FirstHash,
    Unlisted Did,
    HeardHold? Hold)
{
    /// <summary>It takes from the purse and gives it nothing: that counts whatever is missing before it.</summary>
    public bool IsDebit { get; } = Did.Changes.All(change => !change.Amount.IsPositive);
}
