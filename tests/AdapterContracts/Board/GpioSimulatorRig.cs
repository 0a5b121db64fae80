using System.Globalization;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Linux;

namespace Tests.AdapterContracts;

/// <summary>
/// The Linux adapters on the real kernel, with a chip of its GPIO simulator (linux/Documentation/admin-guide/gpio/
/// gpio-sim.rst). Its buses and tones are nobody's here.
/// </summary>
public sealed class GpioSimulatorRig : BoardRig
{
    private const string Simulator = "/sys/kernel/config/gpio-sim";
    private const int Lines = 54;

    private readonly string folder = $"{Simulator}/edge-terminal-{Environment.ProcessId}";
    private readonly List<ITimer> timers = [];
    private string? chip;

    public override IBoard Board { get; } = new LinuxBoard();

    public override int Chip =>
        int.Parse(ChipFolder.Split("gpiochip")[^1], CultureInfo.InvariantCulture);

    public override string? WhyNot => Directory.Exists(Simulator)
        ? null
        : "the kernel's GPIO simulator is not there: `modprobe gpio-sim` as root, with configfs mounted";

    public override IReadOnlyList<int> Tones => [];

    private string ChipFolder => chip ??= Make();

    // It knows resistors only; one that pulls is as good as a hand that drives.
    public override void Drive(int line, bool? high)
    {
        if (high is { } level)
            Pull(line, level);
    }

    // A line that is given back is where its resistor pulls it (linux/drivers/gpio/gpio-sim.c, gpio_sim_free).
    public override void Pull(int line, bool high) =>
        File.WriteAllText($"{ChipFolder}/sim_gpio{line}/pull", high ? "pull-up" : "pull-down");

    public override bool Measure(int line) =>
        File.ReadAllText($"{ChipFolder}/sim_gpio{line}/value").StartsWith('1');

    public override void After(TimeSpan wait, Action action) =>
        timers.Add(TimeProvider.System.CreateTimer(_ => action(), null, wait, Timeout.InfiniteTimeSpan));

    public override bool PullOut() => false;

    public override void AttachI2c(int address, II2cDevice? device) =>
        throw new NotSupportedException("The simulator has lines only.");

    public override void AttachSpi(ISpiDevice? device) =>
        throw new NotSupportedException("The simulator has lines only.");

    public override void End()
    {
        if (chip is null)
            return;
        File.WriteAllText($"{folder}/live", "0");
        Directory.Delete($"{folder}/bank0");
        Directory.Delete(folder);
    }

    private string Make()
    {
        Directory.CreateDirectory($"{folder}/bank0");
        File.WriteAllText($"{folder}/bank0/num_lines", Lines.ToString(CultureInfo.InvariantCulture));
        File.WriteAllText($"{folder}/live", "1");
        var device = File.ReadAllText($"{folder}/dev_name").Trim();
        return $"/sys/devices/platform/{device}/{File.ReadAllText($"{folder}/bank0/chip_name").Trim()}";
    }
}
