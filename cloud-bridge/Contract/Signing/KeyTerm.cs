namespace CloudBridge.Contract;

/// <summary>In which epochs of a terminal's journal a key of it counts.</summary>
/// <param name="Key">It.</param>
/// <param name="First">The first of them, from 1.</param>
/// <param name="Through">The last of them; null: there is no end.</param>
public sealed record KeyTerm(IVerifier Key, long First, long? Through = null)
{
    /// <summary>Is this one of them?</summary>
    public bool Has(long epoch) => epoch >= First && !(epoch > Through);
}
