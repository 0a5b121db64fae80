using System.Text;

namespace CloudBridge.Ledger;

/// <summary>
/// Text that somebody else wrote, for an operator's screen: who holds a terminal's key must not write there what he
/// likes.
/// </summary>
internal static class Printable
{
    /// <summary>Cuts it; what controls a screen, or turns the direction of writing, is shown by its number.</summary>
    public static string Of(string text, int longest = 200)
    {
        var shown = new StringBuilder();
        foreach (var character in text.AsSpan(0, Math.Min(text.Length, longest)))
            if (char.IsControl(character) || char.GetUnicodeCategory(character) is
                System.Globalization.UnicodeCategory.Format or
                System.Globalization.UnicodeCategory.LineSeparator or
                System.Globalization.UnicodeCategory.ParagraphSeparator)
                shown.Append($"\\u{(int)character:x4}");
            else
                shown.Append(character);
        return text.Length > longest ? shown.Append('…').ToString() : shown.ToString();
    }
}
