namespace CloudBridge.Contract;

/// <summary>
/// Says what is wrong with a value of a configuration, in the same words wherever it was written: in a terminal's file,
/// at the ledger's command line or over its HTTP API.
/// </summary>
public static class Expectation
{
    /// <summary>A value is not what its key expects.</summary>
    /// <param name="key">With dots: <c>kiosk.articles.0.price</c>.</param>
    /// <param name="value">What stands there; null: nothing does.</param>
    /// <param name="expected">What should.</param>
    public static string Wrong(string key, string? value, string expected) =>
        value is null ? $"{key}: missing; expected {expected}" : $"{key}: '{value}'; expected {expected}";

    /// <summary>A whole number; both ends are included.</summary>
    public static string WholeNumber(long least, long most) => $"a whole number from {least} to {most}";
}
