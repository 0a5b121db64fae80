namespace CloudBridge.Mqtt;

/// <summary>
/// Which troubles with a broker are worth a line in the log: each once, until all is well again. A broker that turns us
/// away for a week must not fill a disk. For one loop.
/// </summary>
public sealed class Troubles
{
    /// <summary>Where a text holds numbers that change, this bounds it.</summary>
    private const int MostRemembered = 32;

    private readonly HashSet<string> said = new(StringComparer.Ordinal);

    /// <summary>It was not said since all was well.</summary>
    public bool IsNews(string trouble) => said.Count < MostRemembered && said.Add(trouble);

    /// <summary>All is well: what comes next is news again.</summary>
    public void Over() => said.Clear();
}
