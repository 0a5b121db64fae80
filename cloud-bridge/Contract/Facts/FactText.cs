namespace CloudBridge.Contract;

/// <summary>Texts in facts: details for people.</summary>
public static class FactText
{
    /// <summary>The most characters of a text in a fact.</summary>
    public const int Longest = 500;

    /// <summary>The text, cut where it is too long; what was cut is shown by an ellipsis.</summary>
    public static string Fit(string text) =>
        text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest - 1), "…");
}
