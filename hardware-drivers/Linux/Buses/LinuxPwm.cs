using System.Globalization;
using System.Text;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Linux;

/// <summary>
/// A channel of a PWM chip as a tone of half on, half off (linux/Documentation/driver-api/pwm.rst, sysfs).
/// </summary>
internal sealed class LinuxPwm : IToneLine
{
    private const int LongestWait = 100;

    // udev gives the channel's files to their group some time after they came.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(10);

    private readonly IKernel kernel;
    private readonly string chip;
    private readonly string channel;
    private readonly int number;
    private bool isOurs;

    private LinuxPwm(IKernel kernel, string chip, int number)
    {
        (this.kernel, this.chip, this.number) = (kernel, chip, number);
        channel = $"{chip}/pwm{number}";
    }

    public static LinuxPwm Open(IKernel kernel, int chip, int channel)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(chip);
        ArgumentOutOfRangeException.ThrowIfNegative(channel);
        var tone = new LinuxPwm(kernel, $"/sys/class/pwm/pwmchip{chip}", channel);
        tone.Export();
        tone.Silence();
        return tone;
    }

    public DeviceOutcome Start(int frequencyHertz)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(frequencyHertz);
        var period = TimeSpecification.NanosecondsPerSecond / frequencyHertz;
        // A period shorter than the duty cycle is refused, whichever tone was there before; and a duty cycle, even of
        // zero, while there is no period yet.
        _ = Set("duty_cycle", 0);
        return Outcome(
            Set("period", period) is var first and < 0 ? first
            : Set("duty_cycle", period / 2) is var second and < 0 ? second
            : Set("enable", 1));
    }

    public DeviceOutcome Stop() => Outcome(Set("enable", 0));

    public void Dispose()
    {
        Stop();
        // Whoever has exported it may use it still.
        if (isOurs)
            _ = Write($"{chip}/unexport", number);
    }

    private void Export()
    {
        var error = -Write($"{chip}/export", number);
        // Busy: an earlier run has left it, or another program has it.
        if (error is > 0 and not Errno.Busy)
            throw DeviceFault.Opening($"{chip}/export", error);
        isOurs = error <= 0;
    }

    private void Silence()
    {
        for (var waited = 0; ; waited++)
        {
            var error = -Set("duty_cycle", 0);
            if (error <= 0 || error == Errno.InvalidArgument)
                return;
            if (waited == LongestWait || error is not (Errno.PermissionDenied or Errno.NoSuchFile))
                throw DeviceFault.Opening($"{channel}/duty_cycle", error);
            kernel.Pause(Patience);
        }
    }

    private int Set(string name, long value) => Write($"{channel}/{name}", value);

    private int Write(string path, long value)
    {
        var descriptor = kernel.Open(path, OpenFlags.WriteOnly);
        if (descriptor < 0)
            return descriptor;
        using var file = new DeviceFile(kernel, descriptor, path);
        return file.Write(Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture)));
    }

    private DeviceOutcome Outcome(int result) => result >= 0
        ? DeviceOutcome.Done
        : DeviceOutcome.Failed($"Cannot drive {channel}: {Errno.Describe(-result)}.");
}
