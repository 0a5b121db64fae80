using System.Collections.Immutable;

namespace HardwareDrivers.Lines;

/// <summary>How a keypad of rows and columns is wired to one chip.</summary>
/// <param name="Rows">Lines that are driven low, one after the other; let go between.</param>
/// <param name="Columns">Lines that are pulled up inside the chip; low where a key of the driven row is held.</param>
/// <param name="Keys">What the keys are called, row by row.</param>
public sealed record MatrixWiring(ImmutableArray<int> Rows, ImmutableArray<int> Columns, ImmutableArray<string> Keys)
{
    /// <inheritdoc/>
    public bool Equals(MatrixWiring? other) =>
        other is not null && Rows.SequenceEqual(other.Rows) && Columns.SequenceEqual(other.Columns) &&
        Keys.SequenceEqual(other.Keys);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Rows.Length, Columns.Length, Keys.Length);
}
