using HardwareDrivers.Abstractions;

namespace EdgeTerminal.Host;

/// <summary>
/// Looks for the display, the buzzer and the output lines that are configured. Nothing is driven: a display is asked
/// for one byte, of a line the chip is asked who has it.
/// </summary>
/// <param name="configuration">Which they are.</param>
/// <param name="board">Where the display's bus is.</param>
/// <param name="machine">Where to look.</param>
/// <param name="isInUse">A daemon runs, and may have the lines.</param>
internal sealed class DeviceExaminer(
    HostConfiguration configuration, IBoard board, MachineFiles machine, bool isInUse)
{
    private const string Guide = "docs/hardware.md";
    private const string GateGuide = "docs/gate.md";

    public Finding ExaminePanel()
    {
        var panel = configuration.Panel;
        if (panel.Driver == PanelDriver.None)
            return new Finding("panel", "none is configured: guests cannot see what they pay");
        if (panel.Driver == PanelDriver.Simulated)
            return new Finding("panel", $"simulated, on {panel.Socket}");
        var bus = $"/dev/i2c-{panel.I2cBus}";
        if (!machine.Has(bus))
            return new Finding(
                "panel", $"{bus} is not there", "mend panel.i2cBus, or enable the bus: raspi-config, Interface, I2C");
        if (!machine.MayUse(bus))
            return new Finding(
                "panel",
                $"this user may not use {bus}",
                "sudo usermod -aG i2c USER for the user that the daemon runs as, then start it anew");
        var name = panel.Driver.ToString().ToUpperInvariant();
        return Answers(panel) is not { } trouble
            ? new Finding("panel", $"something answers at {panel.Place}, driven as {name} ({panel.Adapter})")
            : new Finding(
                "panel",
                trouble,
                $"check the plug and power of the display, and panel.address: {Addresses(panel.Driver)} ({Guide})");
    }

    public Finding ExamineBuzzer()
    {
        var buzzer = configuration.Buzzer;
        if (buzzer.Driver == BuzzerDriver.None)
            return new Finding(
                "buzzer",
                configuration.Panel.Driver == PanelDriver.Simulated ? "the simulated panel's" : "none is configured");
        if (!buzzer.IsOnPwm)
            return new Finding("buzzer", $"{buzzer.Driver.ToString().ToLowerInvariant()}, on line {buzzer.Line}");
        var chip = $"/sys/class/pwm/pwmchip{buzzer.PwmChip}";
        if (!machine.Has(chip))
            return new Finding(
                "buzzer",
                $"{chip} is not there",
                $"dtoverlay=pwm,pin=18,func=2 in config.txt makes one; then mend buzzer.pwmChip ({Guide})");
        if (int.TryParse(machine.Text($"{chip}/npwm"), out var channels) && buzzer.PwmChannel >= channels)
            return new Finding(
                "buzzer", $"{chip} has the channels 0 to {channels - 1}", $"mend buzzer.pwmChannel ({Guide})");
        return machine.MayUse($"{chip}/export")
            ? new Finding("buzzer", $"channel {buzzer.PwmChannel} of {chip} ({buzzer.Adapter})")
            : new Finding(
                "buzzer",
                $"this user may not use {chip}",
                "sudo usermod -aG gpio USER for the user that the daemon runs as, then start it anew");
    }

    public IEnumerable<Finding> ExamineOutputs() => Outputs.Of(configuration).Select(output =>
        ExamineLine($"line {output.Line.Name}", output.Key, output.Line.Chip, output.Line.Settings.Line));

    /// <summary>Contacts and meters of the station, and what a gate lacks.</summary>
    public IEnumerable<Finding> ExamineInputs()
    {
        foreach (var (key, chip, line) in configuration.InputLines)
            yield return ExamineLine(key, key, chip ?? configuration.Hardware.LineChip, line);
        if (configuration.Station is not GateSettings { Lines: var contacts })
            yield break;
        if (contacts.Fire is { } fire)
            yield return OfFireWiring(fire);
        else
            yield return new Finding("gate.fire", "none is configured: no fire alarm opens the gate");
        if (configuration.OutputNamed(contacts.Turnstile) is { Line.Settings.SafeIsActive: false } output)
            yield return new Finding(
                "gate.turnstile",
                "locked while no daemon runs, whoever is inside",
                $"\"safe\": \"active\" in {output.Key}, unless there is another way out ({GateGuide})");
        if (contacts.Passed is null)
            yield return new Finding(
                "gate.passed", "none is configured: whoever is let through counts as gone through");
    }

    /// <summary>Of a wire that is pulled to one level, and not driven to it by the contact, a break is the other.
    /// </summary>
    private static Finding OfFireWiring(GateContact fire) => (fire.Bias, fire.ActiveLow) switch
    {
        (LineBias.None, _) => new Finding(
            "gate.fire", "whether a broken wire is a fire depends on a resistor outside: gate.fire.bias has none"),
        (LineBias.PullUp, false) or (LineBias.PullDown, true) =>
            new Finding("gate.fire", "a broken wire is a fire"),
        _ => new Finding(
            "gate.fire",
            "a broken wire is no fire: nobody would know",
            $"wire it normally closed to ground, \"bias\": \"pullUp\", no activeLow ({GateGuide})"),
    };

    private Finding ExamineLine(string subject, string key, int chip, int line)
    {
        var path = configuration.Hardware.Adapter switch
        {
            Boards.Files => Path.Combine(configuration.Hardware.Folder, $"gpiochip{chip}"),
            Boards.Emulator => configuration.Hardware.Socket,
            _ => $"/dev/gpiochip{chip}",
        };
        var place = $"line {line} of {path}";
        if (!machine.Has(path))
            return new Finding(
                subject, $"{path} is not there", $"mend the chip of {key}: `gpioinfo` lists what there is");
        if (Boards.IsEmulated(configuration.Hardware.Adapter))
            return new Finding(subject, $"{place}, emulated");
        if (!machine.MayUse(path))
            return new Finding(
                subject,
                $"this user may not use {path}",
                "sudo usermod -aG gpio USER for the user that the daemon runs as, then start it anew");
        if (machine.Line(path, line) is not { } facts)
            return new Finding(
                subject, $"{path} has no line {line}", $"mend {key}; GPIO17 of a Raspberry Pi is 17");
        return facts.Consumer is not { } consumer ? new Finding(subject, $"{place}, {(isInUse ? "let go" : "free")}")
            : isInUse ? new Finding(subject, $"{place}, in use as '{consumer}'")
            : new Finding(
                subject,
                $"{place} is taken: '{consumer}' has it, and no daemon runs",
                $"end the program that has it, or mend {key}: `gpioinfo` lists who has which");
    }

    /// <summary>Null: it does.</summary>
    private string? Answers(PanelSettings panel)
    {
        try
        {
            using var device = board.OpenI2c(panel.I2cBus, panel.Address);
            Span<byte> answer = stackalloc byte[1];
            return device.TryRead(answer) ? null : $"nothing answers at {panel.Place}";
        }
        catch (LinkLostException lost)
        {
            return lost.Message;
        }
    }

    private static string Addresses(PanelDriver driver) => driver == PanelDriver.Hd44780
        ? "0x20 to 0x27, mostly 0x27, or 0x38 to 0x3F for a PCF8574A"
        : "0x3C, by a resistor on some modules 0x3D";
}
