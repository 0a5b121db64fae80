namespace CloudBridge.Ledger;

/// <summary>What came of an attempt to log in.</summary>
internal abstract record LoginOutcome
{
    private LoginOutcome()
    {
    }

    /// <summary>He may.</summary>
    /// <param name="Secret">What the browser shows from now on: nobody can be told it again.</param>
    /// <param name="Mark">By which the browser is known when this account logs in again.</param>
    public sealed record Done(string Secret, string Mark) : LoginOutcome;

    /// <summary>
    /// Name or password is wrong, or too many were. Which, is not said: nobody is to hear from it which accounts there
    /// are.
    /// </summary>
    public sealed record Refused : LoginOutcome;
}
