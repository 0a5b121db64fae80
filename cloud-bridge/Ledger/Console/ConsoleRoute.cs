namespace CloudBridge.Ledger;

/// <summary>One page of the console, or one thing that can be done in it.</summary>
/// <param name="Method">GET or POST.</param>
/// <param name="Path">With its parameters in braces.</param>
/// <param name="Role">Who may.</param>
/// <param name="Handle">Makes the page, or does it.</param>
internal sealed record ConsoleRoute(
    string Method, string Path, AccountRole Role, Func<Visit, ConsoleReply> Handle);
