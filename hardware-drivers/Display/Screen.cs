using System.Collections.Immutable;

namespace HardwareDrivers.Display;

/// <summary>
/// What a panel is to say, without where: words, and no knowledge of what they mean. A line with a tabulator stands
/// apart at both edges: <c>Beer\t3.50</c>.
/// </summary>
/// <param name="Title">At the top, inverted; empty for none. See <see cref="ScreenPainter"/> for low panels.</param>
/// <param name="Symbol">Beside the big line.</param>
/// <param name="BigLine">As large as fits; empty for none.</param>
/// <param name="SmallLines">Below the big line; long ones are wrapped.</param>
/// <param name="Footer">At the bottom, below a rule; null for none.</param>
public sealed record Screen(
    string Title, Symbol Symbol, string BigLine, ImmutableArray<string> SmallLines, string? Footer)
{
    /// <inheritdoc/>
    public bool Equals(Screen? other) =>
        other is not null && Title == other.Title && Symbol == other.Symbol && BigLine == other.BigLine
        && Footer == other.Footer && SmallLines.SequenceEqual(other.SmallLines);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Title, Symbol, BigLine, Footer, SmallLines.Length);
}
