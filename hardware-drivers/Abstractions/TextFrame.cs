using System.Collections.Immutable;

namespace HardwareDrivers.Abstractions;

/// <summary>A text of fixed size: what a panel of characters is to show.</summary>
public sealed class TextFrame : IEquatable<TextFrame>
{
    /// <param name="columns">Characters of each line.</param>
    /// <param name="lines">From the top; a shorter one is filled up with spaces.</param>
    /// <exception cref="ArgumentException">A line is longer.</exception>
    public TextFrame(int columns, params IEnumerable<string> lines)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        Columns = columns;
        Lines = [.. lines.Select(line => line.PadRight(columns))];
        if (Lines.FirstOrDefault(line => line.Length > columns) is { } longer)
            throw new ArgumentException($"\"{longer}\" has more than {columns} characters.", nameof(lines));
    }

    /// <summary>Characters from left to right.</summary>
    public int Columns { get; }

    /// <summary>From the top, <see cref="Columns"/> characters each.</summary>
    public ImmutableArray<string> Lines { get; }

    /// <inheritdoc/>
    public bool Equals(TextFrame? other) => other is not null && Lines.SequenceEqual(other.Lines);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TextFrame);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(ToString(), StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => string.Join('\n', Lines);
}
