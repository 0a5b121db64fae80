namespace EdgeTerminal.Host;

/// <summary>
/// Lists what the terminal's hardware can hang on, and who may use it. Only what is known to do harm is a problem: a
/// terminal with a reader on USB needs no bus.
/// </summary>
/// <param name="machine">Where to look.</param>
internal sealed class HardwareExaminer(MachineFiles machine)
{
    private const string Guide = "docs/hardware.md";

    /// <summary>The Pi 5's UART on the three pins of the debug plug, which is /dev/serial0 there.</summary>
    private const string DebugPlug = "ttyAMA10";

    private static readonly string[] SerialLines = ["ttyAMA*", "ttyUSB*", "ttyACM*", "serial0"];

    private string? Board => machine.Text("/proc/device-tree/model");

    private bool IsRaspberryPi => Board?.StartsWith("Raspberry Pi", StringComparison.Ordinal) ?? false;

    public IEnumerable<Finding> Examine() =>
    [
        new Finding("board", Board ?? "not known: it has no device tree"),
        Devices("GPIO chips", "gpio", "gpiochip*", LineChip, "is /dev hidden from this process?"),
        LineRelease(),
        Devices("I2C buses", "i2c", "i2c-*", I2cBus, "dtparam=i2c_arm=on and the module i2c-dev make one"),
        Devices("SPI devices", "spi", "spidev*", name => name, "dtparam=spi=on makes spidev0.0"),
        PwmChips(),
        Serial(),
    ];

    /// <summary>What stands in the way of a reader on this line or bus, besides the reader itself.</summary>
    public IEnumerable<Finding> ExamineLine(string device)
    {
        if (!machine.Has(device))
            yield break;
        var name = machine.NameOf(device);
        if (IsConsole(name))
            yield return new Finding(
                "reader's line",
                $"{device} is a console of the kernel, which writes to the reader",
                $"take console=… of it out of cmdline.txt and restart: {Guide}");
        if (name == DebugPlug && IsRaspberryPi)
            yield return new Finding(
                "reader's line",
                $"{device} is the debug plug ({name}), not the pins 8 and 10 of the header",
                $"dtparam=uart0=on in config.txt, and reader.device = /dev/ttyAMA0: {Guide}");
        if (!machine.MayUse(device))
            yield return new Finding(
                "reader's line",
                $"this user may not use {device}",
                $"sudo usermod -aG {GroupOf(name)} USER for the user that the daemon runs as, then start it anew");
    }

    /// <summary>The group that Raspberry Pi OS gives such a device to; Debian knows the last one only.</summary>
    private static string GroupOf(string name) =>
        name.StartsWith("i2c-", StringComparison.Ordinal) ? "i2c"
        : name.StartsWith("spidev", StringComparison.Ordinal) ? "spi"
        : "dialout";

    /// <summary>One kind of device: what there is, and who may use it; or how to get one, on a board that has them.
    /// </summary>
    private Finding Devices(
        string subject, string group, string pattern, Func<string, string> describe, string whenNone) =>
        machine.Names("/dev", pattern) is { Count: > 0 } names
            ? new Finding(subject, string.Join("; ", names.Select(describe)) + Closed(names, group))
            : None(subject, whenNone);

    private Finding None(string subject, string onRaspberryPi) =>
        new(subject, IsRaspberryPi ? $"none: {onRaspberryPi} ({Guide})" : "none on this machine");

    private string Closed(IEnumerable<string> names, string group) =>
        string.Join(", ", names.Where(name => !machine.MayUse($"/dev/{name}"))) is { Length: > 0 } closed
            ? $". Not for this user: {closed}; for the group {group} (sudo usermod -aG {group} USER)"
            : "";

    private string LineChip(string name) =>
        machine.Chip($"/dev/{name}") is { } facts ? $"{name} is {facts.Label} with {facts.Lines} lines" : name;

    private string I2cBus(string name) =>
        machine.Text($"/sys/class/i2c-dev/{name}/name") is { } adapter ? $"{name} is {adapter}" : name;

    private Finding PwmChips() =>
        machine.Names("/sys/class/pwm", "pwmchip*") is { Count: > 0 } chips
            ? new Finding("PWM chips", string.Join("; ", chips.Select(Pwm)))
            : None("PWM chips", "a passive buzzer wants dtoverlay=pwm,pin=18,func=2");

    private string Pwm(string name)
    {
        var folder = $"/sys/class/pwm/{name}";
        var node = machine.Text($"{folder}/device/uevent")?.Split('\n')
            .FirstOrDefault(line => line.StartsWith("OF_FULLNAME=", StringComparison.Ordinal))?.Split('/')[^1];
        var closed = machine.MayUse($"{folder}/export") ? "" : " (not for this user; for the group gpio)";
        var channels = machine.Text($"{folder}/npwm") ?? "?";
        return $"{name} has {channels} channels{(node is null ? "" : $", {node}")}{closed}";
    }

    private Finding Serial()
    {
        var lines = machine.Names("/dev", SerialLines);
        if (lines.Count == 0)
            return None("serial lines", "dtoverlay=disable-bt and enable_uart=1, on a Pi 5 dtparam=uart0=on, make one");
        var adapters = machine.Names("/dev/serial/by-id", "*")
            .Select(name => $"/dev/serial/by-id/{name} is {machine.NameOf($"/dev/serial/by-id/{name}")}");
        return new Finding(
            "serial lines", string.Join("; ", lines.Select(SerialLine).Concat(adapters)) + Closed(lines, "dialout"));
    }

    private string SerialLine(string name)
    {
        var target = machine.NameOf($"/dev/{name}");
        return $"{name}{(target == name ? "" : $" is {target}")}{(IsConsole(target) ? " (a console)" : "")}";
    }

    private bool IsConsole(string name) =>
        machine.Text("/sys/class/tty/console/active")?.Split(' ').Contains(name) ?? false;

    /// <summary>
    /// The kernels of Raspberry Pi keep a line driven after its process died, unless told otherwise (their pull
    /// requests 6117 and 6150): a valve would stay open.
    /// </summary>
    private Finding LineRelease()
    {
        const string subject = "lines let go";
        if (!IsRaspberryPi)
            return new Finding(subject, "when their process ends, on any kernel but a Raspberry Pi's");
        var answers = machine.Names("/sys/module", "pinctrl_bcm2835", "pinctrl_rp1")
            .Select(module => machine.Text($"/sys/module/{module}/parameters/persist_gpio_outputs"))
            .Where(answer => answer is not null).ToList();
        return answers switch
        {
            [] => new Finding(
                subject, "not known: this kernel does not say; dtparam=strict_gpiod belongs in config.txt"),
            _ when answers.TrueForAll(answer => answer == "N") =>
                new Finding(subject, "when their process ends, as they should (strict_gpiod)"),
            _ => new Finding(
                subject,
                "never: the kernel keeps a line driven after its process died, and a valve open",
                $"dtparam=strict_gpiod in config.txt, then restart the board: {Guide}"),
        };
    }
}
