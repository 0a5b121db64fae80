namespace EdgeTerminal.Host;

/// <summary>The files that an enrolment left.</summary>
/// <param name="Enrolment">Names, limits and keys.</param>
/// <param name="Certificate">The terminal's.</param>
/// <param name="Authority">The site's.</param>
/// <param name="CardKeys">Null: the ledger gave none, and what was there before stays.</param>
internal sealed record KeptEnrolment(string Enrolment, string Certificate, string Authority, string? CardKeys);
