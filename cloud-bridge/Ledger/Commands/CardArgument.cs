using System.CommandLine;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>A card on the command line, by the UID that is printed on it or that a reader shows.</summary>
internal static class CardArgument
{
    public static Argument<string> Of(string name, string description) => new(name) { Description = description };

    /// <returns>What is wrong, for <see cref="LedgerCommand.Fail"/>; null: nothing.</returns>
    public static string? Read(string text, out CardUid uid) =>
        CardUid.TryParse(text, out uid) ? null : $"uid '{text}'; expected {CardUid.Expected}.";
}
