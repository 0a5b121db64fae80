using System.Text.Json.Serialization;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <content>Who may use the console, and who is using it: in the log, so that all workers know.</content>
public abstract partial record LedgerEntry
{
    /// <summary>Whoever knows the password may use the console.</summary>
    /// <param name="Name">The account's, for people.</param>
    /// <param name="Role">What it may.</param>
    /// <param name="Password">All that the ledger knows of the password.</param>
    /// <param name="AtMilliseconds">When, by the ledger's time, since 1970-01-01T00:00:00Z, as all times here.</param>
    /// <param name="By">The account that made it; null: a command did.</param>
    public sealed record AccountCreated(
        string Name,
        AccountRole Role,
        PasswordHash Password,
        long AtMilliseconds,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? By = null) : LedgerEntry;

    /// <summary>An account has another role, or another password; its sessions end.</summary>
    /// <param name="Name">Which.</param>
    /// <param name="AtMilliseconds">When.</param>
    /// <param name="Role">What it may from now on; null: as before.</param>
    /// <param name="Password">From now on; null: as before.</param>
    /// <param name="By">The account that changed it; null: a command did.</param>
    public sealed record AccountChanged(
        string Name,
        long AtMilliseconds,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] AccountRole? Role = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PasswordHash? Password = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? By = null) : LedgerEntry;

    /// <summary>An account is none any more, and neither are its sessions.</summary>
    /// <param name="Name">Which.</param>
    /// <param name="AtMilliseconds">When.</param>
    /// <param name="By">The account that removed it; null: a command did.</param>
    public sealed record AccountRemoved(
        string Name,
        long AtMilliseconds,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? By = null) : LedgerEntry;

    /// <summary>
    /// Somebody did not know the password. What he wrote as a name is not kept where it is none: it may be a password.
    /// </summary>
    /// <param name="AtMilliseconds">When.</param>
    /// <param name="Name">The account; null: there is none of that name.</param>
    /// <param name="IsKnown">In a browser in which the account has logged in before: counted apart from strangers'.
    /// </param>
    public sealed record LoginFailed(
        long AtMilliseconds,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsKnown = false) : LedgerEntry;

    /// <summary>Somebody knew the password.</summary>
    /// <param name="Name">The account.</param>
    /// <param name="Hash">All that the ledger knows of what the browser shows from then on.</param>
    /// <param name="AtMilliseconds">When.</param>
    /// <param name="IsKnown">As of a wrong password: strangers' tries stay counted.</param>
    public sealed record SessionOpened(
        string Name,
        Digest Hash,
        long AtMilliseconds,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsKnown = false) : LedgerEntry;

    /// <summary>A session is in use: said now and then, not each time.</summary>
    /// <param name="Hash">Which.</param>
    /// <param name="AtMilliseconds">When.</param>
    public sealed record SessionUsed(Digest Hash, long AtMilliseconds) : LedgerEntry;

    /// <summary>Its account has ended a session.</summary>
    /// <param name="Hash">Which.</param>
    /// <param name="AtMilliseconds">When.</param>
    public sealed record SessionEnded(Digest Hash, long AtMilliseconds) : LedgerEntry;
}
