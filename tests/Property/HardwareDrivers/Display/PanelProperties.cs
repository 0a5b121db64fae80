using FsCheck;
using FsCheck.Fluent;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Display;
using HardwareDrivers.Simulated;

namespace Tests.Property.HardwareDrivers.Display;

/// <summary>Whatever is shown and unplugged in whatever order: in the end the glass shows the last screen.</summary>
public class PanelProperties
{
    private static readonly Gen<Step> Steps = Gen.Frequency(
        (6, Gen.Choose(0, 999).Select(number => (Step)new Step.Show($"{number} é€ {number % 7}"))),
        (1, Gen.Constant((Step)new Step.Refresh())),
        (1, Gen.Constant((Step)new Step.Replug())),
        (1, Gen.Constant((Step)new Step.Unplug())),
        (1, Gen.Choose(0, 1_500).Select(bytes => (Step)new Step.FallSilent(bytes))));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_panel_of_pixels_shows_the_last_frame(bool isSh1106) =>
        Prop.ForAll(Steps.ListOf().ToArbitrary(), steps =>
        {
            var twin = new OledTwin(isSh1106, 64);
            var controller = isSh1106 ? OledController.Sh1106(64) : OledController.Ssd1306(64);
            using var panel = new OledPanel(twin.Open, controller, 128, 64);
            Run(steps, twin, words => panel.Show(Painted(words), default), () => panel.Refresh(default));
            return panel.Show(Painted("the end"), default) == DeviceOutcome.Done
                && Painted("the end").Bits.SequenceEqual(twin.Visible!.Bits);
        }).HoldsAlways();

    [Fact]
    public void A_panel_of_characters_shows_the_last_text() =>
        Prop.ForAll(Steps.ListOf().ToArbitrary(), steps =>
        {
            var twin = new CharacterPanelTwin(20, 4, BackpackPins.Usual);
            using var panel = new Hd44780Panel(twin.Open, BackpackPins.Usual, 20, 4, new VirtualClock());
            Run(steps, twin, words => panel.Show(Written(words), default), () => panel.Refresh(default));
            return panel.Show(Written("the énd"), default) == DeviceOutcome.Done
                && Written("the énd").Equals(twin.Visible);
        }).HoldsAlways();

    private static void Run(
        IEnumerable<Step> steps, I2cTwin twin, Action<string> show, Action refresh)
    {
        foreach (var step in steps)
            switch (step)
            {
                case Step.Show(var words):
                    show(words);
                    break;
                case Step.Refresh:
                    refresh();
                    break;
                case Step.Unplug:
                    twin.Unplug();
                    break;
                case Step.FallSilent(var bytes):
                    twin.FallSilentAfter(bytes);
                    break;
                default:
                    twin.Unplug();
                    twin.Plug();
                    break;
            }
        twin.Plug();
    }

    private static MonochromeFrame Painted(string words) =>
        ScreenPainter.Paint(new Screen("Title", Symbol.Card, words, ["1 × Bière\t3.50"], null), 128, 64);

    private static TextFrame Written(string words) => new(20, words, "", words, "fixed");

    private abstract record Step
    {
        public sealed record Show(string Words) : Step;

        public sealed record Refresh : Step;

        public sealed record Replug : Step;

        public sealed record Unplug : Step;

        public sealed record FallSilent(int Bytes) : Step;
    }
}
