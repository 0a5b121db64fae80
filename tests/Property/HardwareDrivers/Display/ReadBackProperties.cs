using FsCheck;
using FsCheck.Fluent;
using HardwareDrivers.Display;
using HardwareDrivers.Simulated;

namespace Tests.Property.HardwareDrivers.Display;

public class ReadBackProperties
{
    // Letters at both ends: a line of nothing but dots can be read in several places.
    private static readonly Gen<char> Letter =
        Gen.Elements("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789€ÀÉÇÑÜßàéçñüœ".ToCharArray());

    private static readonly Gen<char> Any = Gen.Elements(PanelFont.Characters.ToArray());

    [Fact]
    public void Whatever_is_painted_with_room_enough_can_be_read()
    {
        var screens =
            from title in Text(20)
            from big in Text(8)
            from symbol in Gen.Elements(Enum.GetValues<Symbol>())
            from lines in Text(21).ListOf(1)
            from footer in Text(21)
            select new Screen(title, symbol, big, [.. lines], footer);

        Prop.ForAll(screens.ToArbitrary(), screen =>
        {
            var reading = FrameReader.Read(ScreenPainter.Paint(screen, 128, 64));
            return reading.Equals(
                new PanelReading(
                    screen.Symbol, [screen.Title, screen.BigLine, .. screen.SmallLines, screen.Footer!]));
        }).HoldsAlways();
    }

    [Fact]
    public void Any_screen_can_be_painted_on_any_panel()
    {
        var text = Gen.OneOf(
            Gen.Choose(0, 40).SelectMany(Text),
            Gen.Constant(""),
            ArbMap.Default.GeneratorFor<NonNull<string>>().Select(any => any.Get));
        var cases =
            from title in text
            from big in text
            from symbol in Gen.Elements(Enum.GetValues<Symbol>())
            from lines in text.ListOf()
            from footer in text.OrNull()
            from width in Gen.Choose(16, 50)
            from height in Gen.Choose(32, 240)
            select (new Screen(title, symbol, big, [.. lines], footer), 8 * width, height);

        Prop.ForAll(cases.ToArbitrary(), one =>
        {
            var (screen, width, height) = one;
            var frame = ScreenPainter.Paint(screen, width, height);
            return frame.Width == width && frame.Height == height;
        }).HoldsAlways();
    }

    // One space at most between two words, as people write.
    private static Gen<string> Text(int most) =>
        from first in Letter
        from last in Letter
        from middle in Gen.Choose(0, Math.Max(0, most - 2)).SelectMany(length => Any.ArrayOf(length))
        select most < 2
            ? first.ToString()
            : string.Join(' ', $"{first}{new string(middle)}{last}".Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
