using System.Collections.Immutable;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Display;

/// <summary>A text in an HD44780's codes, with what has to stand in its eight slots for drawn characters.</summary>
/// <param name="Rows">A code a cell.</param>
/// <param name="Slots">By number; null: nothing was drawn there yet.</param>
internal sealed record CharacterCodes(ImmutableArray<ImmutableArray<byte>> Rows, ImmutableArray<char?> Slots)
{
    /// <summary>Slots in which nothing is drawn.</summary>
    public static ImmutableArray<char?> NoSlots { get; } = [.. new char?[CharacterRom.Slots]];

    /// <summary>
    /// Translates. Characters that are drawn already keep their slots; new ones take slots that this text does not
    /// need; when none is left, the nearest letter stands for them.
    /// </summary>
    public static CharacterCodes Of(TextFrame text, ImmutableArray<char?> drawn)
    {
        // One cell for each code point, of which some are two characters of the text.
        var characters = text.Lines.Select(line => PanelFont.Drawable(line).PadRight(text.Columns)).ToList();
        var wanted = characters.SelectMany(line => line)
            .Where(character => CharacterRom.CodeOf(character) is null).Distinct().ToList();
        var slots = drawn.ToArray();
        var free = new Queue<int>(
            Enumerable.Range(0, slots.Length).Where(slot => slots[slot] is not { } there || !wanted.Contains(there)));
        foreach (var character in wanted.Where(character => !drawn.Contains(character)))
            if (free.TryDequeue(out var slot))
                slots[slot] = character;
        byte CodeOf(char character) =>
            CharacterRom.CodeOf(character)
            ?? (Array.IndexOf(slots, character) is >= 0 and var slot
                ? (byte)slot
                : CharacterRom.CodeOf(CharacterRom.NearestTo(character))!.Value);
        return new CharacterCodes([.. characters.Select(line => line.Select(CodeOf).ToImmutableArray())], [.. slots]);
    }
}
