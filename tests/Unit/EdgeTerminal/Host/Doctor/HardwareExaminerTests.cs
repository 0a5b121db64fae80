using EdgeTerminal.Host;
using HardwareDrivers.Linux;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host.Doctor;

/// <summary>Machines as folders: what their kernels put into /dev, /sys and /proc.</summary>
public sealed class HardwareExaminerTests : IDisposable
{
    private readonly TemporaryFolder root = new();
    private readonly Dictionary<string, LineChipFacts> chips = [];
    private readonly HashSet<string> forbidden = [];

    private HardwareExaminer Examiner => new(new MachineFiles(
        root.Path,
        path => !forbidden.Contains(Inside(path)),
        path => chips.GetValueOrDefault(Inside(path)),
        (_, _) => null));

    public void Dispose() => root.Dispose();

    [Fact]
    public void A_Pi_4_is_listed_with_all_that_the_terminal_can_hang_on()
    {
        APi4();

        var findings = Examiner.Examine().ToList();

        Assert.Equal(
            [
                ("board", "Raspberry Pi 4 Model B Rev 1.4"),
                (
                    "GPIO chips",
                    "gpiochip0 is pinctrl-bcm2711 with 58 lines; gpiochip1 is raspberrypi-exp-gpio with 8 lines"),
                ("lines let go", "when their process ends, as they should (strict_gpiod)"),
                ("I2C buses", "i2c-1 is bcm2835 (i2c@7e804000); i2c-20 is fef04500.i2c"),
                ("SPI devices", "spidev0.0; spidev0.1"),
                ("PWM chips", "pwmchip0 has 2 channels, pwm@7e20c000"),
                ("serial lines", "ttyAMA0 (a console); serial0 is ttyAMA0 (a console)"),
            ],
            findings.Select(finding => (finding.Subject, finding.Found)));
        Assert.DoesNotContain(findings, finding => finding.IsProblem);
    }

    [Fact]
    public void A_Pi_5_that_keeps_lines_driven_is_told_of_strict_gpiod()
    {
        APi5(persistent: "Y");

        var finding = Found("lines let go");

        Assert.StartsWith("never:", finding.Found, StringComparison.Ordinal);
        Assert.Contains("dtparam=strict_gpiod", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_that_does_not_say_whether_it_keeps_lines_driven_is_not_guessed_at()
    {
        APi5(persistent: null);

        var finding = Found("lines let go");

        Assert.StartsWith("not known", finding.Found, StringComparison.Ordinal);
        Assert.False(finding.IsProblem);
    }

    [Fact]
    public void A_Pi_5_without_buses_says_what_makes_each()
    {
        APi5(persistent: "N");

        Assert.Contains("dtparam=i2c_arm=on", Found("I2C buses").Found, StringComparison.Ordinal);
        Assert.Contains("dtparam=spi=on", Found("SPI devices").Found, StringComparison.Ordinal);
        Assert.Contains("dtoverlay=pwm,pin=18,func=2", Found("PWM chips").Found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_this_user_may_not_use_is_named_with_the_group_that_may()
    {
        APi4();
        forbidden.UnionWith(["/dev/gpiochip0", "/dev/i2c-1", "/dev/spidev0.1", "/dev/ttyAMA0"]);

        Assert.EndsWith(
            "Not for this user: gpiochip0; for the group gpio (sudo usermod -aG gpio USER)",
            Found("GPIO chips").Found,
            StringComparison.Ordinal);
        Assert.Contains("i2c-1; for the group i2c", Found("I2C buses").Found, StringComparison.Ordinal);
        Assert.Contains("spidev0.1; for the group spi", Found("SPI devices").Found, StringComparison.Ordinal);
        Assert.Contains("ttyAMA0; for the group dialout", Found("serial lines").Found, StringComparison.Ordinal);
    }

    [Fact]
    public void In_an_empty_container_everything_is_missing_and_nothing_is_wrong()
    {
        var findings = Examiner.Examine().ToList();

        Assert.Equal(7, findings.Count);
        Assert.DoesNotContain(findings, finding => finding.IsProblem);
        Assert.Equal("none on this machine", Found("I2C buses").Found);
    }

    [Fact]
    public void Serial_adapters_are_named_by_what_they_are()
    {
        Make("/dev/ttyUSB0", "");
        Link("/dev/serial/by-id/usb-FTDI_FT232R-if00-port0", "../../ttyUSB0");

        Assert.Equal(
            "ttyUSB0; /dev/serial/by-id/usb-FTDI_FT232R-if00-port0 is ttyUSB0", Found("serial lines").Found);
    }

    [Fact]
    public void A_reader_on_a_line_with_a_console_is_a_problem()
    {
        APi4();

        var finding = Assert.Single(Examiner.ExamineLine("/dev/serial0"));

        Assert.Contains("console", finding.Found, StringComparison.Ordinal);
        Assert.Contains("cmdline.txt", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_Pi_5_the_debug_plug_is_not_taken_for_the_header()
    {
        APi5(persistent: "N");

        var finding = Assert.Single(Examiner.ExamineLine("/dev/serial0"));

        Assert.Contains("dtparam=uart0=on", finding.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/ttyUSB0", "dialout")]
    [InlineData("/dev/i2c-1", "i2c")]
    [InlineData("/dev/spidev0.0", "spi")]
    public void A_reader_on_a_line_that_this_user_may_not_use_is_a_problem(string device, string group)
    {
        Make(device, "");
        forbidden.Add(device);

        Assert.Contains(
            $"usermod -aG {group} USER", Assert.Single(Examiner.ExamineLine(device)).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_in_order_or_absent_has_nothing_in_its_way()
    {
        Make("/dev/ttyUSB0", "");

        Assert.Empty(Examiner.ExamineLine("/dev/ttyUSB0"));
        Assert.Empty(Examiner.ExamineLine("/dev/ttyUSB1"));
    }

    private Finding Found(string subject) => Examiner.Examine().Single(finding => finding.Subject == subject);

    private void APi4()
    {
        Make("/proc/device-tree/model", "Raspberry Pi 4 Model B Rev 1.4\0");
        Chip("gpiochip0", "pinctrl-bcm2711", 58);
        Chip("gpiochip1", "raspberrypi-exp-gpio", 8);
        Make("/sys/module/pinctrl_bcm2835/parameters/persist_gpio_outputs", "N\n");
        foreach (var device in (string[])["i2c-1", "i2c-20", "spidev0.0", "spidev0.1", "ttyAMA0", "ttyS0"])
            Make($"/dev/{device}", "");
        Make("/sys/class/i2c-dev/i2c-1/name", "bcm2835 (i2c@7e804000)\n");
        Make("/sys/class/i2c-dev/i2c-20/name", "fef04500.i2c\n");
        Make("/sys/class/pwm/pwmchip0/npwm", "2\n");
        Make(
            "/sys/class/pwm/pwmchip0/device/uevent",
            "DRIVER=pwm-bcm2835\nOF_NAME=pwm\nOF_FULLNAME=/soc/pwm@7e20c000\n");
        Link("/dev/serial0", "ttyAMA0");
        Make("/sys/class/tty/console/active", "ttyAMA0 tty1\n");
    }

    /// <param name="persistent">What the kernel says of lines whose process died; null: nothing.</param>
    private void APi5(string? persistent)
    {
        Make("/proc/device-tree/model", "Raspberry Pi 5 Model B Rev 1.0\0");
        Chip("gpiochip0", "pinctrl-rp1", 54);
        Make("/dev/ttyAMA10", "");
        Link("/dev/serial0", "ttyAMA10");
        if (persistent is not null)
            Make("/sys/module/pinctrl_rp1/parameters/persist_gpio_outputs", $"{persistent}\n");
    }

    private void Chip(string name, string label, int lines)
    {
        Make($"/dev/{name}", "");
        chips[$"/dev/{name}"] = new LineChipFacts(label, lines);
    }

    private void Make(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(root.Path + path)!);
        File.WriteAllText(root.Path + path, content);
    }

    private void Link(string path, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(root.Path + path)!);
        File.CreateSymbolicLink(root.Path + path, target);
    }

    private string Inside(string path) => path[root.Path.Length..];
}
