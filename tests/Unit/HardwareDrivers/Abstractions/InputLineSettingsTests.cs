using HardwareDrivers.Abstractions;

namespace Tests.Unit.HardwareDrivers.Abstractions;

public class InputLineSettingsTests
{
    private static readonly InputLineSettings Meter = new(23, "flow meter");

    [Fact]
    public void A_line_whose_every_change_counts_has_the_largest_buffer_unless_another_is_asked_for()
    {
        Assert.Equal(64, Meter.EdgeBuffer);
        Assert.Equal(1_024, (Meter with { Counted = true }).EdgeBuffer);
        Assert.Equal(16, (Meter with { Counted = true, EdgeBuffer = 16 }).EdgeBuffer);
    }
}
