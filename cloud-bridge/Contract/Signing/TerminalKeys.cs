using System.Collections.Immutable;

namespace CloudBridge.Contract;

/// <summary>
/// The keys of one terminal, each with the epochs of its journal in which it counts: a terminal whose key was changed
/// writes the epochs from then on with another. Never changes.
/// </summary>
public sealed class TerminalKeys(IEnumerable<KeyTerm> terms) : IKeyRing
{
    private readonly ImmutableArray<KeyTerm> terms = [.. terms];

    /// <summary>Keys that count one after the other.</summary>
    /// <param name="former">Those that were left, with the last epoch of each, and the last record in it; null: all of
    /// it.</param>
    /// <param name="present">Those of the epochs behind.</param>
    public static TerminalKeys Of(
        IEnumerable<(IVerifier Key, long Through, long? Sequence)> former, IEnumerable<IVerifier> present)
    {
        var terms = new List<KeyTerm>();
        var first = 1L;
        foreach (var (key, through, sequence) in former.OrderBy(row => row.Through))
        {
            terms.Add(new KeyTerm(key, first, through, sequence));
            first = through + 1;
        }
        return new TerminalKeys([.. terms, .. present.Select(key => new KeyTerm(key, first))]);
    }

    /// <inheritdoc/>
    public IVerifier? Find(KeyId key) => terms.FirstOrDefault(term => term.Key.KeyId == key)?.Key;

    /// <inheritdoc/>
    public bool CountsAt(KeyId key, RecordPosition position) =>
        terms.Any(term => term.Key.KeyId == key && term.Has(position));
}
