using CloudBridge.Contract;

namespace EdgeTerminal.Host;

/// <summary>One thing that is wrong in a configuration.</summary>
/// <param name="Key">As in the file, with dots: <c>kiosk.articles.0.price</c>.</param>
/// <param name="Value">What stands there; null when nothing does, or when it may be a secret.</param>
/// <param name="Expected">What should.</param>
internal sealed record ConfigurationError(string Key, string? Value, string Expected)
{
    /// <summary>Something stands there that nobody is to read in a log.</summary>
    public bool IsSecret { get; init; }

    /// <summary>No such key: it may be meant for any of its group.</summary>
    public bool IsUnknown { get; init; }

    public override string ToString() =>
        IsSecret ? $"{Key}: what stands there is not shown; expected {Expected}"
        : Expectation.Wrong(Key, Value, Expected);
}
