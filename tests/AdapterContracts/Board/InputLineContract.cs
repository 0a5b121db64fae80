using HardwareDrivers.Abstractions;

namespace Tests.AdapterContracts;

/// <summary>What every <see cref="IInputLine"/> does.</summary>
/// <param name="rig">A board of its own for each test.</param>
public abstract class InputLineContract(BoardRig rig) : IDisposable
{
    private const int Line = 23;
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(5);

    private readonly LineEdge[] edges = new LineEdge[256];

    private static CancellationToken Never => CancellationToken.None;

    public void Dispose()
    {
        rig.End();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Its_level_can_be_asked(bool activeLow)
    {
        using var chip = Open();
        rig.Drive(Line, true);
        using var line = chip.OpenInput(Settings("meter") with { ActiveLow = activeLow });

        Assert.Equal(!activeLow, line.IsActive);
        rig.Drive(Line, false);
        Assert.Equal(activeLow, line.IsActive);
    }

    [Fact]
    public void A_wire_that_nobody_drives_is_where_the_resistor_pulls_it()
    {
        using var chip = Open();
        rig.Drive(Line, null);
        using (var high = chip.OpenInput(Settings("meter") with { Bias = LineBias.PullUp }))
            Assert.True(high.IsActive);
        using (var low = chip.OpenInput(Settings("meter") with { Bias = LineBias.PullDown }))
            Assert.False(low.IsActive);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Changes_come_in_order_each_with_its_moment_and_number(bool activeLow)
    {
        using var chip = Open();
        rig.Drive(Line, false);
        using var line = chip.OpenInput(Settings("meter") with { ActiveLow = activeLow });
        for (var pulse = 0; pulse < 3; pulse++)
        {
            rig.Drive(Line, true);
            rig.Drive(Line, false);
        }

        var seen = ReadAll(line, 6);

        Assert.Equal([1u, 2, 3, 4, 5, 6], seen.Select(edge => edge.Sequence));
        Assert.Equal(
            [true, false, true, false, true, false], seen.Select(edge => edge.IsActive != activeLow));
        Assert.Equal(seen.Select(edge => edge.Nanoseconds).Order(), seen.Select(edge => edge.Nanoseconds));
    }

    [Fact]
    public void Only_as_many_are_taken_as_fit_and_the_others_wait()
    {
        using var chip = Open();
        rig.Drive(Line, false);
        using var line = chip.OpenInput(Settings("meter"));
        rig.Drive(Line, true);
        rig.Drive(Line, false);
        rig.Drive(Line, true);

        Assert.Equal(2, line.Read(edges.AsSpan(0, 2), Long, Never));
        Assert.Equal(1, line.Read(edges, Long, Never));
        Assert.Equal(3u, edges[0].Sequence);
    }

    [Fact]
    public void A_read_waits_for_a_change()
    {
        using var chip = Open();
        rig.Drive(Line, false);
        using var line = chip.OpenInput(Settings("meter"));
        rig.After(Short, () => rig.Drive(Line, true));

        Assert.Equal(1, line.Read(edges, Long, Never));
        Assert.True(edges[0].IsActive);
    }

    [Fact]
    public void Without_a_change_the_time_runs_out()
    {
        using var chip = Open();
        using var line = chip.OpenInput(Settings("meter"));

        Assert.Equal(0, line.Read(edges, TimeSpan.Zero, Never));
        Assert.Equal(0, line.Read(edges, Short, Never));
    }

    [Fact]
    public void A_wait_without_end_is_cancelled_at_once()
    {
        using var chip = Open();
        using var line = chip.OpenInput(Settings("meter"));
        using var cancellation = new CancellationTokenSource();
        rig.After(Short, cancellation.Cancel);

        Assert.ThrowsAny<OperationCanceledException>(
            () => line.Read(edges, Timeout.InfiniteTimeSpan, cancellation.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => line.Read(edges, TimeSpan.Zero, cancellation.Token));
        rig.Drive(Line, true);
        rig.Drive(Line, false);
        Assert.NotEqual(0, line.Read(edges, Long, Never));
    }

    [Fact]
    public void When_nobody_reads_the_oldest_are_lost_and_the_numbers_say_how_many()
    {
        using var chip = Open();
        rig.Drive(Line, false);
        using var line = chip.OpenInput(Settings("meter") with { EdgeBuffer = 16 });
        for (var change = 0; change < 100; change++)
            rig.Drive(Line, change % 2 == 0);

        var seen = ReadAll(line, 16);

        Assert.Equal(100u, seen[^1].Sequence);
        Assert.Equal(Enumerable.Range(85, 16).Select(number => (uint)number), seen.Select(edge => edge.Sequence));
    }

    [Fact]
    public void A_level_must_last_to_count()
    {
        using var chip = Open();
        rig.Drive(Line, false);
        using var line = chip.OpenInput(Settings("turnstile") with { Debounce = rig.Debounce });
        for (var bounce = 0; bounce < 5; bounce++)
        {
            rig.Drive(Line, true);
            rig.Drive(Line, false);
        }
        rig.Drive(Line, true);

        Assert.Equal(1, line.Read(edges, Long, Never));
        Assert.True(edges[0].IsActive);
        Assert.Equal(1u, edges[0].Sequence);
        Assert.Equal(0, line.Read(edges, 2 * rig.Debounce, Never));
    }

    [Fact]
    public void A_spike_that_is_too_short_is_nothing()
    {
        using var chip = Open();
        rig.Drive(Line, false);
        using var line = chip.OpenInput(Settings("turnstile") with { Debounce = rig.Debounce });
        rig.Drive(Line, true);
        rig.Drive(Line, false);

        Assert.Equal(0, line.Read(edges, 3 * rig.Debounce, Never));
    }

    [Fact]
    public void A_line_that_is_taken_is_refused_until_it_is_closed()
    {
        using var chip = Open();
        var line = chip.OpenInput(Settings("meter"));

        var refused = Assert.Throws<LinkLostException>(() => chip.OpenInput(Settings("other")));
        Assert.Contains($"{Line}", refused.Message, StringComparison.Ordinal);

        line.Dispose();
        chip.OpenInput(Settings("other")).Dispose();
    }

    [Fact]
    public void A_line_whose_chip_is_gone_is_lost_and_can_be_closed()
    {
        using var chip = Open();
        using var line = chip.OpenInput(Settings("meter"));
        Assert.SkipUnless(rig.PullOut(), "nobody can pull this chip out");

        Assert.Throws<LinkLostException>(() => line.IsActive);
        Assert.Throws<LinkLostException>(() => line.Read(edges, Short, Never));
    }

    private List<LineEdge> ReadAll(IInputLine line, int count)
    {
        var seen = new List<LineEdge>();
        while (seen.Count < count && line.Read(edges, Long, Never) is > 0 and var more)
            seen.AddRange(edges.AsSpan(0, more));
        Assert.Equal(0, line.Read(edges, TimeSpan.Zero, Never));
        return seen;
    }

    private InputLineSettings Settings(string consumer) => new(Line, consumer) { Counted = rig.Counted };

    private ILineChip Open()
    {
        Assert.SkipWhen(rig.WhyNot is not null, rig.WhyNot ?? "");
        return rig.Board.OpenLines(rig.Chip);
    }
}
