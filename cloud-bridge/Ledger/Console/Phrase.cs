namespace CloudBridge.Ledger;

/// <summary>Words of the console, in each of its languages: one cannot be left out.</summary>
/// <param name="English">With {0} … where something belongs.</param>
/// <param name="French">The same.</param>
internal sealed record Phrase(string English, string French);
