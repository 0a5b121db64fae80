namespace EdgeTerminal.Host;

/// <summary>What a gate is wired to.</summary>
/// <param name="Turnstile">The output that lets people through while it is active: a name of <c>lines</c>.</param>
/// <param name="Passed">Says that one person has gone through; null: nobody does.</param>
/// <param name="Tampered">Says that the turnstile was forced or opened; null: nobody does.</param>
/// <param name="Fire">Opens; null: nobody does.</param>
internal sealed record GateLines(string Turnstile, GateContact? Passed, GateContact? Tampered, GateContact? Fire);
