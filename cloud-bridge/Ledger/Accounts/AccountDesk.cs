using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Accounts of the console. They are in the log, so all workers know them, and so are wrong passwords and sessions: a
/// restart makes nobody's guesses free. Of passwords and sessions themselves nobody keeps more than a hash.
/// </summary>
/// <param name="keyed">The books.</param>
/// <param name="iterations">How slow a password is to try.</param>
internal sealed class AccountDesk(KeyedStore keyed, int iterations = PasswordHash.UsualIterations)
{
    private const int SecretBytes = 32;

    private static readonly TimeSpan Moment = TimeSpan.FromMinutes(1);

    private PasswordHash? nobodys;

    /// <summary>All accounts, by name.</summary>
    public IReadOnlyList<ConsoleAccount> List() => keyed.Store.Read(books => books.Logins.All.ToList());

    /// <summary>Makes an account.</summary>
    /// <param name="name">For people.</param>
    /// <param name="role">What it may.</param>
    /// <param name="password">Its password.</param>
    /// <param name="by">The account that makes it; null: a command.</param>
    /// <returns>Why not; null: it is made.</returns>
    public string? Create(string name, AccountRole role, string password, string? by = null) =>
        !Name.IsGood(name) ? $"an account's name: expected {Name.Expected}"
        : PasswordHash.FlawOf(password, name) ?? Change(
            new LedgerEntry.AccountCreated(name, role, PasswordHash.Of(password, iterations), keyed.Now, by), by);

    /// <summary>Was just this account made a moment ago? A form may come twice.</summary>
    public bool IsJustMade(string name, AccountRole role, string password) =>
        Find(name) is { } account && account.Role == role &&
        Math.Abs(keyed.Now - account.CreatedMilliseconds) < Moment.TotalMilliseconds &&
        account.Password.Matches(password);

    /// <summary>Gives an account another role, and ends its sessions.</summary>
    public string? SetRole(string name, AccountRole role, string? by = null) => by == name
        ? "nobody changes his own role"
        : Change(new LedgerEntry.AccountChanged(name, keyed.Now, role, By: by), by);

    /// <summary>Gives an account another password, and ends its sessions.</summary>
    public string? SetPassword(string name, string password, string? by = null) =>
        PasswordHash.FlawOf(password, name) ?? Change(
            new LedgerEntry.AccountChanged(
                name, keyed.Now, Password: PasswordHash.Of(password, iterations), By: by),
            by == name ? null : by);

    /// <summary>Ends an account and its sessions.</summary>
    public string? Remove(string name, string? by = null) =>
        by == name ? "nobody removes himself" : Change(new LedgerEntry.AccountRemoved(name, keyed.Now, by), by);

    /// <summary>Would a password be looked at now? It is work, so nobody makes the ledger do it for nothing.</summary>
    /// <param name="name">As somebody typed it.</param>
    /// <param name="mark">What the browser shows of a login before; null: nothing.</param>
    public bool MayTry(string name, string? mark) => keyed.Store.Read(books =>
    {
        var account = books.Logins.TryFind(name, out var found) ? found : null;
        return books.Logins.TriesOf(account?.Name, Shows(account, mark)).Wait(keyed.Now) is null;
    });

    /// <summary>Somebody wants to log in.</summary>
    /// <param name="name">As he typed it.</param>
    /// <param name="password">The same.</param>
    /// <param name="mark">What the browser shows of a login before; null: nothing.</param>
    public LoginOutcome LogIn(string name, string password, string? mark = null)
    {
        if (!MayTry(name, mark))
            return new LoginOutcome.Refused();
        var account = Find(name);
        // Outside the books, which others wait for; and whether there is one or not.
        var isRight = (account?.Password ?? Nobodys()).Matches(password) && account is not null;
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        return keyed.Store.Change<LoginOutcome>(draft =>
        {
            var accounts = draft.Books.Logins;
            var known = accounts.TryFind(name, out var found) ? found.Name : null;
            var isKnown = Shows(found, mark);
            if (accounts.TriesOf(known, isKnown).Wait(keyed.Now) is not null)
                return new LoginOutcome.Refused();
            if (!isRight || found?.Password != account!.Password)
            {
                draft.Add(new LedgerEntry.LoginFailed(keyed.Now, known, isKnown));
                return new LoginOutcome.Refused();
            }
            draft.Add(new LedgerEntry.SessionOpened(name, HashOf(secret), keyed.Now, isKnown));
            return new LoginOutcome.Done(secret, MarkOf(found));
        });
    }

    /// <summary>
    /// Is it the account's password? For who is logged in and asked again: what strangers tried does not bar him, and
    /// nobody logs in by it.
    /// </summary>
    public bool Knows(string name, string password)
    {
        if (Find(name) is not { } account || !MayTry(name, MarkOf(account)))
            return false;
        if (account.Password.Matches(password))
            return true;
        Add(new LedgerEntry.LoginFailed(keyed.Now, name, IsKnown: true));
        return false;
    }

    /// <summary>Who shows this; null: nobody, or nobody any more.</summary>
    /// <param name="secret">What the browser shows.</param>
    /// <param name="isByHand">Somebody has asked, and not a page by itself.</param>
    public ConsoleAccount? Find(string secret, bool isByHand)
    {
        var hash = HashOf(secret);
        var now = keyed.Now;
        var (session, account) = keyed.Store.Read(books =>
            books.Logins.TryFind(hash, out var found) && books.Logins.TryFind(found.Name, out var his)
                ? (found, his)
                : (null, null));
        if (session is null || session.IsOver(now))
            return null;
        if (isByHand && session.WantsNote(now))
            Add(new LedgerEntry.SessionUsed(hash, now));
        return account;
    }

    /// <summary>Ends a session.</summary>
    /// <returns>There was one.</returns>
    public bool LogOut(string secret) => Add(new LedgerEntry.SessionEnded(HashOf(secret), keyed.Now)) is null;

    /// <summary>
    /// By whoever knows his password it was given: only who is let in has one, and another password makes another.
    /// </summary>
    private static string MarkOf(ConsoleAccount account)
    {
        Span<byte> key = stackalloc byte[Digest.Length];
        account.Password.Hash.CopyTo(key);
        return Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"browser of {account.Name}")));
    }

    private static bool Shows(ConsoleAccount? account, string? mark) =>
        account is not null && mark is not null && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(MarkOf(account)), Encoding.UTF8.GetBytes(mark));

    private ConsoleAccount? Find(string name) =>
        keyed.Store.Read(books => books.Logins.TryFind(name, out var account) ? account : null);

    /// <summary>A password that nobody has.</summary>
    private PasswordHash Nobodys() =>
        nobodys ??= PasswordHash.Of(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes)), iterations);

    /// <summary>Who asks may have been removed, or have another role, since he was let in.</summary>
    private string? Change(LedgerEntry entry, string? by) => keyed.Store.Change(draft =>
    {
        var accounts = draft.Books.Logins;
        if (by is not null && !(accounts.TryFind(by, out var his) && his.Role == AccountRole.Admin))
            return $"account {by} is no admin's any more";
        if (LosesAdmin(entry) is { } name && accounts.All.Where(one => one.Role == AccountRole.Admin).ToList() is
            [var only] && only.Name == name)
            return $"{name} is the last admin: make another one first";
        return draft.TryAdd(entry);
    });

    private static string? LosesAdmin(LedgerEntry entry) => entry switch
    {
        LedgerEntry.AccountRemoved removed => removed.Name,
        LedgerEntry.AccountChanged { Role: { } role } changed when role != AccountRole.Admin => changed.Name,
        _ => null,
    };

    private string? Add(LedgerEntry entry) => keyed.Store.Change(draft => draft.TryAdd(entry));

    private static Digest HashOf(string secret) => Digest.Of(Encoding.UTF8.GetBytes(secret));
}
