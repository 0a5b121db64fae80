using HardwareDrivers.Abstractions;
using HardwareDrivers.Display;
using HardwareDrivers.Simulated;

namespace Tests.Unit.HardwareDrivers.Simulated;

public class MemoryTwinTests
{
    [Fact]
    public void A_panel_in_memory_keeps_what_was_shown_and_can_be_read()
    {
        var panel = new MemoryPanel(128, 64);
        Assert.Equal("", panel.Reading.Text);

        var outcome = panel.Show(Painted("OK"), TestContext.Current.CancellationToken);

        Assert.Equal(DeviceOutcome.Done, outcome);
        Assert.Equal("OK", panel.Reading.Text);
        Assert.Single(panel.Frames);
    }

    [Fact]
    public void A_broken_panel_in_memory_shows_nothing()
    {
        var panel = new MemoryPanel(128, 64) { Broken = "no power" };

        var outcome = panel.Show(Painted("OK"), TestContext.Current.CancellationToken);

        Assert.Equal(DeviceOutcome.Failed("no power"), outcome);
        Assert.Empty(panel.Frames);
    }

    [Fact]
    public void A_sounder_in_memory_keeps_what_was_played()
    {
        var sounder = new MemorySounder();

        sounder.Play(new Melody("refused", [new Note(220, TimeSpan.FromMilliseconds(300))]));

        Assert.Equal(["refused"], sounder.Melodies.Select(melody => melody.Name));
    }

    private static MonochromeFrame Painted(string big) =>
        ScreenPainter.Paint(new Screen("", Symbol.None, big, [], null), 128, 64);
}
