using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Why books cannot take an entry of the console's accounts.</summary>
internal static class AccountFlaws
{
    /// <returns>The end of a sentence; null when the books can take it.</returns>
    public static string? Of(LedgerEntry entry, AccountBook accounts) => entry switch
    {
        LedgerEntry.AccountCreated created =>
            !Name.IsGood(created.Name) ? $"an account's name: expected {Name.Expected}"
            : accounts.TryFind(created.Name, out _) ? $"there is an account {created.Name} already"
            : accounts.Count >= AccountBook.MostAccounts ? $"there are {AccountBook.MostAccounts} accounts already"
            : created.Password.Flaw(),
        LedgerEntry.AccountChanged changed when !accounts.TryFind(changed.Name, out _) => None(changed.Name),
        LedgerEntry.AccountChanged { Role: null, Password: null } => "nothing of the account was changed",
        LedgerEntry.AccountChanged changed => changed.Password?.Flaw(),
        LedgerEntry.AccountRemoved removed when !accounts.TryFind(removed.Name, out _) => None(removed.Name),
        LedgerEntry.LoginFailed { Name: { } name } when !accounts.TryFind(name, out _) => None(name),
        LedgerEntry.SessionOpened opened when !accounts.TryFind(opened.Name, out _) => None(opened.Name),
        LedgerEntry.SessionOpened opened when accounts.TryFind(opened.Hash, out _) => "there is that session already",
        LedgerEntry.SessionUsed { Hash: var hash } when !accounts.TryFind(hash, out _) => NoSession,
        LedgerEntry.SessionEnded { Hash: var hash } when !accounts.TryFind(hash, out _) => NoSession,
        _ => null,
    };

    private const string NoSession = "there is no such session";

    private static string None(string name) => $"there is no account {name}";
}
