namespace Tests.Simulation;

/// <summary>What must always hold did not.</summary>
/// <param name="invariant">Its name.</param>
/// <param name="detail">What was seen.</param>
internal sealed class BrokenInvariant(string invariant, string detail) : Exception($"{invariant}: {detail}")
{
    /// <summary>Its name: a smaller story must break the same one.</summary>
    public string Invariant => invariant;
}
