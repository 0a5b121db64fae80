namespace CloudBridge.Ledger;

/// <summary>Who may use the console.</summary>
/// <param name="Name">For people.</param>
/// <param name="Role">What he may.</param>
/// <param name="Password">What his password is known by.</param>
/// <param name="CreatedMilliseconds">When, since 1970-01-01T00:00:00Z.</param>
internal sealed record ConsoleAccount(string Name, AccountRole Role, PasswordHash Password, long CreatedMilliseconds);
