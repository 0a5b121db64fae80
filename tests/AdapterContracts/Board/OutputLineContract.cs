using HardwareDrivers.Abstractions;

namespace Tests.AdapterContracts;

/// <summary>What every <see cref="IOutputLine"/> does.</summary>
/// <param name="rig">A board of its own for each test.</param>
public abstract class OutputLineContract(BoardRig rig) : IDisposable
{
    private const int Line = 17;

    public void Dispose()
    {
        rig.End();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_line_is_safe_from_the_moment_it_is_opened_and_again_when_it_is_closed(bool safe, bool activeLow)
    {
        using var chip = Open();
        // As on a board: a resistor holds the line where it is safe before it is opened, and after it is closed.
        rig.Pull(Line, safe != activeLow);
        var line = chip.OpenOutput(new(Line, "valve") { SafeIsActive = safe, ActiveLow = activeLow });
        Assert.Equal(safe != activeLow, rig.Measure(Line));
        Assert.DoesNotContain(safe == activeLow, rig.Changes(Line));

        Assert.Same(DeviceOutcome.Done, line.Set(!safe));
        Assert.Equal(safe == activeLow, rig.Measure(Line));

        line.Dispose();
        Assert.Equal(safe != activeLow, rig.Measure(Line));
    }

    [Fact]
    public void An_open_drain_line_leaves_a_wire_that_somebody_else_pulls_down()
    {
        using var chip = Open();
        rig.Pull(Line, true);
        using var line = chip.OpenOutput(new(Line, "reset") { OpenDrain = true, ActiveLow = true });
        Assert.True(rig.Measure(Line));

        line.Set(true);
        Assert.False(rig.Measure(Line));
        line.Set(false);
        Assert.True(rig.Measure(Line));
        rig.Drive(Line, false);
        Assert.False(rig.Measure(Line));
        rig.Drive(Line, null);
    }

    [Fact]
    public void A_closed_line_does_not_move_any_more()
    {
        using var chip = Open();
        var line = chip.OpenOutput(new(Line, "valve"));
        line.Dispose();
        line.Dispose();

        Assert.IsType<DeviceOutcome.Failure>(line.Set(true));
        Assert.False(rig.Measure(Line));
    }

    [Fact]
    public void A_line_that_is_taken_is_refused_until_it_is_closed()
    {
        using var chip = Open();
        var line = chip.OpenOutput(new(Line, "valve"));

        var refused = Assert.Throws<LinkLostException>(() => chip.OpenOutput(new(Line, "gate")));
        Assert.Contains($"{Line}", refused.Message, StringComparison.Ordinal);

        line.Dispose();
        chip.OpenOutput(new(Line, "gate")).Dispose();
    }

    [Fact]
    public void A_line_that_the_chip_lacks_is_refused_by_number()
    {
        using var chip = Open();
        var refused = Assert.Throws<LinkLostException>(() => chip.OpenOutput(new(4_000, "valve")));
        Assert.Contains("4000", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chip_that_is_not_there_is_refused_by_name()
    {
        Assert.SkipWhen(rig.WhyNot is not null, rig.WhyNot ?? "");
        var refused = Assert.Throws<LinkLostException>(() => rig.Board.OpenLines(77));
        Assert.Contains("gpiochip77", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_whose_chip_is_gone_says_so_and_can_be_closed()
    {
        using var chip = Open();
        using var line = chip.OpenOutput(new(Line, "valve"));
        Assert.SkipUnless(rig.PullOut(), "nobody can pull this chip out");

        Assert.IsType<DeviceOutcome.Failure>(line.Set(true));
    }

    private ILineChip Open()
    {
        Assert.SkipWhen(rig.WhyNot is not null, rig.WhyNot ?? "");
        return rig.Board.OpenLines(rig.Chip);
    }
}
