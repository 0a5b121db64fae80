using HardwareDrivers.Lines;
using Tests.Support;

namespace Tests.Unit.HardwareDrivers.Lines;

/// <summary>
/// What of the meter's line was water. The coil disturbs it for 20 ms after each switching, and two pulses are never
/// closer than 2 ms.
/// </summary>
public sealed class ValveMeterTests() : ValveRig(
    time => time, new PulseFilterSettings(TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(20)))
{
    [Fact]
    public async Task What_is_closer_than_the_meter_can_turn_is_a_glitch()
    {
        await OpenAsync();

        for (var pulse = 0; pulse < 5; pulse++)
        {
            PulseAfter(100);
            PulseAfter(1);
        }

        await CountedAsync(5);
        Valve.Close();
        Assert.Equal(5, (await ReportAsync()).Pulses);
    }

    [Fact]
    public async Task The_coil_s_noise_at_the_opening_is_not_counted()
    {
        await OpenAsync();

        for (var noise = 0; noise < 7; noise++)
            PulseAfter(2.5);
        for (var pulse = 0; pulse < 3; pulse++)
            PulseAfter(100);

        await CountedAsync(3);
        Valve.Close();
        Assert.Equal(3, (await ReportAsync()).Pulses);
    }

    [Fact]
    public async Task The_coil_s_noise_at_the_closing_is_not_counted_and_a_pulse_that_is_due_is()
    {
        await OpenAsync();
        for (var pulse = 0; pulse < 3; pulse++)
            PulseAfter(100);
        await CountedAsync(3);
        Time.Advance(TimeSpan.FromMilliseconds(85));

        Valve.Close();
        for (var noise = 0; noise < 3; noise++)
            PulseAfter(0.1);
        PulseAfter(14.7);
        for (var noise = 0; noise < 2; noise++)
            PulseAfter(2);

        var report = await ReportAsync();
        Assert.Equal((4, 1), (report.Pulses, report.PulsesAfterClosing));
    }

    [Fact]
    public async Task Noise_at_the_closing_of_a_valve_that_let_nothing_through_is_nothing()
    {
        await OpenAsync();
        Time.Advance(TimeSpan.FromSeconds(1));

        Valve.Close();
        for (var noise = 0; noise < 7; noise++)
            PulseAfter(2.5);

        Assert.Equal(0, (await ReportAsync()).Pulses);
    }

    [Fact]
    public async Task What_flows_while_it_is_shut_is_counted_apart_and_charged_to_nobody()
    {
        await PourAsync(pulses: 2, skip: 0);

        PulseAfter(100);
        PulseAfter(100);
        PulseAfter(100);
        Assert.Equal(3, Valve.CountWhileShut());
        Assert.Equal(3, Valve.CountWhileShut());

        Assert.Equal(2, (await PourAsync(pulses: 2, skip: 1)).Pulses);
        Assert.Equal(0, Valve.CountWhileShut());
        Assert.Equal(7, Valve.LifetimePulses);
    }

    [Fact]
    public async Task While_it_is_open_it_counts_by_itself()
    {
        await OpenAsync();

        Assert.Null(Valve.CountWhileShut());
    }

    [Fact]
    public async Task A_pulse_that_has_begun_is_not_the_next_guest_s()
    {
        await OpenAsync();
        Time.Advance(TimeSpan.FromMilliseconds(100));
        Meter.Turn(isActive: true);
        await CountedAsync(1);
        Valve.Close();
        await ReportAsync();

        await OpenAsync();
        Time.Advance(TimeSpan.FromMilliseconds(100));
        Meter.Turn(isActive: false);
        PulseAfter(100);
        await CountedAsync(1);
        Valve.Close();

        Assert.Equal(1, (await ReportAsync(skip: 1)).Pulses);
    }

    [Fact]
    public async Task What_never_settles_is_told()
    {
        await OpenAsync();
        PulseAfter(100);
        await CountedAsync(1);

        Valve.Close();
        await Eventually.TrueAsync(
            () =>
            {
                PulseAfter(50);
                return Reports.Seen.Count > 0;
            },
            "the report is there",
            Cancellation);

        Assert.True(Reports.Seen[0].FlowsOn);
    }

    private async Task<ValveReport> PourAsync(int pulses, int skip)
    {
        await OpenAsync();
        for (var pulse = 0; pulse < pulses; pulse++)
            PulseAfter(100);
        await CountedAsync(pulses);
        Valve.Close();
        return await ReportAsync(skip);
    }

    private void PulseAfter(double milliseconds)
    {
        Time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        Meter.Pulse();
    }
}
