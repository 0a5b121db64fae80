using HardwareDrivers.Abstractions;

namespace Tests.Unit.HardwareDrivers.Abstractions;

public class EdgeDebouncerTests
{
    private static readonly long Period = TimeSpan.FromMilliseconds(10).Ticks * TimeSpan.NanosecondsPerTick;

    [Fact]
    public void Numbers_go_on_where_the_kernel_s_begin_anew()
    {
        var debouncer = new EdgeDebouncer(TimeSpan.FromMilliseconds(10), level: false);
        debouncer.Take(new LineEdge(0, IsActive: true, uint.MaxValue));
        var last = debouncer.Expire(Period)!.Value;

        debouncer.Take(new LineEdge(2 * Period, IsActive: false, 0));
        var next = debouncer.Expire(3 * Period)!.Value;
        debouncer.Take(new LineEdge(4 * Period, IsActive: true, 4));
        var afterThreeLost = debouncer.Expire(5 * Period)!.Value;

        Assert.Equal((uint.MaxValue, 0u, 4u), (last.Sequence, next.Sequence, afterThreeLost.Sequence));
    }
}
