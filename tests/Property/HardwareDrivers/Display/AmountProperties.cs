using FsCheck;
using FsCheck.Fluent;
using HardwareDrivers.Display;

namespace Tests.Property.HardwareDrivers.Display;

/// <summary>Half of an amount is another amount: whatever a panel shows of a number is the number.</summary>
public class AmountProperties
{
    private static readonly Gen<string> Word = Gen.OneOf(
        Gen.Elements("€", "+", "×", "Points", "Bière", "Donaudampfschifffahrt", "·", "To", "pay"),
        Gen.Choose(0, 999).Select(number => $"{number}"),
        Gen.Choose(0, int.MaxValue).Select(cents => $"{cents / 100}.{cents % 100:00}"),
        Gen.Choose(1, int.MaxValue).Select(cents => $"-92233720{cents}.07"));

    private static readonly Gen<string> Words = Word.ListOf().Select(words => string.Join(' ', words));

    private static readonly Gen<string> Line =
        Gen.OneOf(Words, Words.SelectMany(left => Words.Select(right => $"{left}\t{right}")));

    [Fact]
    public void No_panel_of_characters_shows_a_number_that_is_not_on_the_screen()
    {
        var cases =
            from title in Words
            from big in Words
            from lines in Line.ListOf()
            from footer in Words.OrNull()
            from columns in Gen.Choose(16, 40)
            from rows in Gen.Choose(2, 4)
            select (new Screen(title, Symbol.None, big, [.. lines], footer), columns, rows);

        Prop.ForAll(cases.ToArbitrary(), one =>
        {
            var (screen, columns, rows) = one;
            var shown = TextLayout.Lay(screen, columns, rows).Lines.SelectMany(Numbers);
            string[] words = [screen.Title, screen.BigLine, .. screen.SmallLines, screen.Footer ?? ""];
            return !shown.Except(words.SelectMany(Numbers)).Any();
        }).HoldsAlways();
    }

    [Fact]
    public void No_text_is_cut_within_a_number() =>
        Prop.ForAll(Words.ToArbitrary(), Gen.Choose(0, 40).ToArbitrary(), (text, columns) =>
            TextFlow.Fit(text, columns).Length <= columns
            && TextFlow.Continued(text, columns).Length <= columns
            && !Numbers(TextFlow.Fit(text, columns)).Except(Numbers(text)).Any()
            && !Numbers(TextFlow.Continued(text, columns)).Except(Numbers(text)).Any()).HoldsAlways();

    private static IEnumerable<string> Numbers(string text) =>
        text.Split(' ', '\t').Where(word => word.Any(char.IsDigit));
}
