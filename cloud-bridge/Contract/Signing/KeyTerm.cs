namespace CloudBridge.Contract;

/// <summary>In which epochs of a terminal's journal a key of it counts.</summary>
/// <param name="Key">It.</param>
/// <param name="First">The first of them, from 1.</param>
/// <param name="Through">The last of them; null: there is no end.</param>
/// <param name="Sequence">The last record of the last epoch; null: all of that epoch.</param>
public sealed record KeyTerm(IVerifier Key, long First, long? Through = null, long? Sequence = null)
{
    /// <summary>Is this place in one of them?</summary>
    public bool Has(RecordPosition position) =>
        position.Epoch >= First && !(position.Epoch > Through) &&
        !(position.Epoch == Through && position.Sequence > Sequence);
}
