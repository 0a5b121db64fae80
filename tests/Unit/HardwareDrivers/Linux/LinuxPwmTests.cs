using HardwareDrivers.Abstractions;
using HardwareDrivers.Linux;
using HardwareDrivers.Simulated;
using Tests.Support;

namespace Tests.Unit.HardwareDrivers.Linux;

/// <summary>A channel of PWM that two programs know of: the kernel keeps neither from it.</summary>
public sealed class LinuxPwmTests
{
    private readonly VirtualBoard world = new(TimeProvider.System);
    private readonly LinuxBoard board;

    public LinuxPwmTests() => board = new LinuxBoard(new ScriptedKernel(world, TimeProvider.System));

    [Fact]
    public void A_channel_that_another_has_is_silenced_and_stays_his()
    {
        using var his = board.OpenPwm(0, 0);
        his.Start(440);

        board.OpenPwm(0, 0).Dispose();

        Assert.Equal(0, world.Tone(0).Heard[^1].Hertz);
        Assert.Same(DeviceOutcome.Done, his.Start(880));
    }

    [Fact]
    public void A_channel_that_nobody_had_is_given_back()
    {
        var tone = board.OpenPwm(0, 0);

        tone.Dispose();

        Assert.IsType<DeviceOutcome.Failure>(tone.Start(440));
    }
}
