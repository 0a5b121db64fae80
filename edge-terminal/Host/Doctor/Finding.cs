namespace EdgeTerminal.Host;

/// <summary>One thing that the doctor has to say.</summary>
/// <param name="Subject">What it is about, in a word or two.</param>
/// <param name="Found">What was seen.</param>
/// <param name="Remedy">What to do; null when nothing is wrong.</param>
internal sealed record Finding(string Subject, string Found, string? Remedy = null)
{
    /// <summary>Something is wrong.</summary>
    public bool IsProblem => Remedy is not null;
}
