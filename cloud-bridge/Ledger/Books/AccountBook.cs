using System.Diagnostics.CodeAnalysis;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Accounts of the console, and their sessions.</summary>
internal sealed class AccountBook
{
    /// <summary>An account has no more browsers; the oldest one's session ends.</summary>
    public const int MostSessions = 20;

    /// <summary>More are no local accounts.</summary>
    public const int MostAccounts = 1_000;

    private const string Nobody = "";

    private readonly SortedDictionary<string, ConsoleAccount> accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LoginTries> tries = new(StringComparer.Ordinal);
    private readonly Dictionary<Digest, ConsoleSession> sessions = [];

    /// <summary>By name.</summary>
    public IEnumerable<ConsoleAccount> All => accounts.Values;

    /// <summary>How many there are.</summary>
    public int Count => accounts.Count;

    /// <summary>Is there one of this name?</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out ConsoleAccount? account) =>
        accounts.TryGetValue(name, out account);

    /// <summary>Was a session of this hash opened, and not ended? It may be over.</summary>
    public bool TryFind(Digest hash, [NotNullWhen(true)] out ConsoleSession? session) =>
        sessions.TryGetValue(hash, out session);

    /// <summary>Wrong passwords of an account; null: of all names that there are not.</summary>
    /// <param name="name">The account's.</param>
    /// <param name="isKnown">In browsers in which it has logged in before, and not in strangers'.</param>
    public LoginTries TriesOf(string? name, bool isKnown = false) => tries.GetValueOrDefault(KeyOf(name, isKnown));

    private static string KeyOf(string? name, bool isKnown) => isKnown ? $"{name}\n" : name ?? Nobody;

    /// <summary>Folds an entry, if it is one of these.</summary>
    public void Apply(LedgerEntry entry)
    {
        switch (entry)
        {
            case LedgerEntry.AccountCreated created:
                Create(created);
                break;
            case LedgerEntry.AccountChanged changed:
                Change(changed);
                break;
            case LedgerEntry.AccountRemoved removed:
                Remove(removed.Name);
                break;
            case LedgerEntry.LoginFailed failed:
                tries[KeyOf(failed.Name, failed.IsKnown)] =
                    TriesOf(failed.Name, failed.IsKnown).After(failed.AtMilliseconds);
                break;
            case LedgerEntry.SessionOpened opened:
                Open(opened);
                break;
            case LedgerEntry.SessionUsed used:
                sessions[used.Hash] = sessions[used.Hash] with { UsedMilliseconds = used.AtMilliseconds };
                break;
            case LedgerEntry.SessionEnded ended:
                sessions.Remove(ended.Hash);
                break;
        }
    }

    private void Create(LedgerEntry.AccountCreated created) => accounts[created.Name] = new ConsoleAccount(
        created.Name, created.Role, created.Password, created.AtMilliseconds);

    private void Change(LedgerEntry.AccountChanged changed)
    {
        var account = accounts[changed.Name];
        accounts[changed.Name] = account with
        {
            Role = changed.Role ?? account.Role, Password = changed.Password ?? account.Password,
        };
        // Whoever is logged in does not go on with what somebody else was granted or denied.
        EndAll(changed.Name);
        if (changed.Password is not null)
            Forget(changed.Name);
    }

    private void Remove(string name)
    {
        accounts.Remove(name);
        Forget(name);
        EndAll(name);
    }

    private void Open(LedgerEntry.SessionOpened opened)
    {
        tries.Remove(KeyOf(opened.Name, opened.IsKnown));
        foreach (var over in sessions.Values.Where(one => one.IsOver(opened.AtMilliseconds)).ToList())
            sessions.Remove(over.Hash);
        var others = sessions.Values
            .Where(one => one.Name == opened.Name).OrderBy(one => one.UsedMilliseconds).ToList();
        foreach (var oldest in others.Take(others.Count - MostSessions + 1))
            sessions.Remove(oldest.Hash);
        sessions[opened.Hash] = new ConsoleSession(
            opened.Name, opened.Hash, opened.AtMilliseconds, opened.AtMilliseconds);
    }

    private void Forget(string name)
    {
        tries.Remove(KeyOf(name, isKnown: false));
        tries.Remove(KeyOf(name, isKnown: true));
    }

    private void EndAll(string name)
    {
        foreach (var session in sessions.Values.Where(one => one.Name == name).ToList())
            sessions.Remove(session.Hash);
    }
}
