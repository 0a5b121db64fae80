namespace Tests.Simulation;

/// <summary>What must always hold did not.</summary>
/// <param name="invariant">Its name.</param>
/// <param name="detail">What was seen.</param>
internal sealed class BrokenInvariant(string invariant, string detail) : Exception($"{invariant}: {detail}")
{
    /// <summary>Its name.</summary>
    public string Invariant => invariant;

    /// <summary>
    /// Its name and what was seen, without names and numbers: a smaller story must break it in the same way.
    /// </summary>
    public string Kind => invariant + ": " + string.Join(
        ' ', detail.Split('\n')[0].Split(' ').Select(word => word.Any(char.IsAsciiDigit) ? "#" : word));
}
