using EdgeTerminal.Host;
using HardwareDrivers.Linux;
using HardwareDrivers.Simulated;
using Microsoft.Extensions.Configuration;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host.Doctor;

/// <summary>What the doctor says of display, buzzer and lines; nothing is driven by being looked at.</summary>
public sealed class DeviceExaminerTests : IDisposable
{
    private readonly TemporaryFolder root = new();
    private readonly VirtualBoard board = new(TimeProvider.System);
    private readonly HashSet<string> forbidden = [];
    private readonly Dictionary<int, LineFacts> lines = [];

    public void Dispose() => root.Dispose();

    [Fact]
    public void A_display_that_answers_is_good()
    {
        Make("/dev/i2c-1");
        var twin = new OledTwin(isSh1106: true, height: 64);
        board.AttachI2c(0x3C, twin.Open());

        var finding = Examiner(("panel.driver", "sh1106")).ExaminePanel();

        Assert.Equal("something answers at 0x3C on /dev/i2c-1, driven as SH1106 (own)", finding.Found);
        Assert.False(finding.IsProblem);
        Assert.Equal(0, twin.BytesTaken);
    }

    [Fact]
    public void A_display_that_does_not_answer_says_where_others_are()
    {
        Make("/dev/i2c-1");

        var finding = Examiner(("panel.driver", "hd44780")).ExaminePanel();

        Assert.Equal("nothing answers at 0x27 on /dev/i2c-1", finding.Found);
        Assert.Contains("0x38 to 0x3F for a PCF8574A", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bus_that_is_not_there_and_one_that_is_closed_have_remedies_of_their_own()
    {
        var examiner = Examiner(("panel.driver", "ssd1306"));
        Assert.Contains("raspi-config", examiner.ExaminePanel().Remedy, StringComparison.Ordinal);

        Make("/dev/i2c-1");
        forbidden.Add("/dev/i2c-1");

        Assert.Contains("usermod -aG i2c", examiner.ExaminePanel().Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_configured_is_nothing_wrong()
    {
        var examiner = Examiner();

        Assert.False(examiner.ExaminePanel().IsProblem);
        Assert.Equal("none is configured", examiner.ExamineBuzzer().Found);
        Assert.Empty(examiner.ExamineOutputs());
    }

    [Fact]
    public void A_buzzer_on_PWM_wants_a_chip_with_its_channel()
    {
        var examiner = Examiner(("buzzer.driver", "passive"), ("buzzer.pwmChannel", "2"), ("buzzer.adapter", "own"));
        Assert.Contains("dtoverlay=pwm", examiner.ExamineBuzzer().Remedy, StringComparison.Ordinal);

        Make("/sys/class/pwm/pwmchip0/npwm", "2\n");
        Assert.Contains("channels 0 to 1", examiner.ExamineBuzzer().Found, StringComparison.Ordinal);

        Make("/sys/class/pwm/pwmchip0/npwm", "4\n");
        Assert.Equal("channel 2 of /sys/class/pwm/pwmchip0 (own)", examiner.ExamineBuzzer().Found);

        forbidden.Add("/sys/class/pwm/pwmchip0/export");
        Assert.Contains("usermod -aG gpio", examiner.ExamineBuzzer().Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, false, "line 17 of /dev/gpiochip0, free", false)]
    [InlineData("valve", true, "line 17 of /dev/gpiochip0, in use as 'valve'", false)]
    [InlineData("gpioset", false, "line 17 of /dev/gpiochip0 is taken: 'gpioset' has it, and no daemon runs", true)]
    public void Of_a_line_it_is_known_who_has_it(string? consumer, bool isInUse, string found, bool isProblem)
    {
        Make("/dev/gpiochip0");
        lines[17] = new LineFacts(consumer);

        var finding = Assert.Single(Valve(isInUse).ExamineOutputs());

        Assert.Equal(("line valve", found, isProblem), (finding.Subject, finding.Found, finding.IsProblem));
        Assert.Empty(board.Line(17).History);
    }

    [Fact]
    public void A_chip_or_a_line_that_is_not_there_is_a_problem()
    {
        Assert.Contains("lines.0", Assert.Single(Valve().ExamineOutputs()).Remedy, StringComparison.Ordinal);
        Make("/dev/gpiochip0");
        Assert.Equal("/dev/gpiochip0 has no line 17", Assert.Single(Valve().ExamineOutputs()).Found);
        forbidden.Add("/dev/gpiochip0");
        Assert.Contains("usermod -aG gpio", Assert.Single(Valve().ExamineOutputs()).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gates_contacts_are_looked_for_and_what_it_lacks_is_said()
    {
        Make("/dev/gpiochip0");
        lines[5] = new LineFacts(null);
        lines[7] = new LineFacts("gpiomon");

        Assert.Equal(
            [
                "gate.passed.line: line 5 of /dev/gpiochip0, free",
                "gate.fire.line: line 7 of /dev/gpiochip0 is taken: 'gpiomon' has it, and no daemon runs",
                "gate.fire: whether a broken wire is a fire depends on a resistor outside: gate.fire.bias has none",
            ],
            Gate(("gate.passed.line", "5"), ("gate.fire.line", "7")).ExamineInputs().Select(Said));
        Assert.Equal(
            [
                "gate.fire: none is configured: no fire alarm opens the gate",
                "gate.passed: none is configured: whoever is let through counts as gone through",
            ],
            Gate().ExamineInputs().Select(Said));
        Assert.Empty(board.Line(5).History);
    }

    [Theory]
    [InlineData("pullUp", "false", false)]
    [InlineData("pullDown", "true", false)]
    [InlineData("pullUp", "true", true)]
    [InlineData("pullDown", "false", true)]
    public void How_a_fire_contact_is_wired_is_looked_at(string bias, string activeLow, bool isProblem)
    {
        var finding = Gate(("gate.fire.line", "7"), ("gate.fire.bias", bias), ("gate.fire.activeLow", activeLow))
            .ExamineInputs().Single(row => row.Subject == "gate.fire");

        Assert.Equal(
            (isProblem ? "a broken wire is no fire: nobody would know" : "a broken wire is a fire", isProblem),
            (finding.Found, finding.IsProblem));
    }

    [Fact]
    public void A_gate_that_a_dead_daemon_leaves_locked_is_a_finding()
    {
        var finding = Assert.Single(
            Gate(("lines.0.safe", "inactive"), ("gate.passed.line", "5")).ExamineInputs(),
            row => row.Subject == "gate.turnstile");

        Assert.Contains("\"safe\": \"active\" in lines.0", finding.Remedy, StringComparison.Ordinal);
    }

    private static string Said(Finding finding) => $"{finding.Subject}: {finding.Found}";

    private DeviceExaminer Gate(params (string Key, string Value)[] contacts) => Examiner(
        [
            ("profile", "gate"), ("lines.0.name", "turnstile"), ("lines.0.line", "17"), ("gate.turnstile", "turnstile"),
            ("gate.direction", "out"), .. contacts,
            .. contacts.Any(row => row.Key == "lines.0.safe") ? [] : new[] { ("lines.0.safe", "active") },
        ]);

    private DeviceExaminer Valve(bool isInUse = false) =>
        Examiner(isInUse, ("lines.0.name", "valve"), ("lines.0.line", "17"));

    private DeviceExaminer Examiner(params (string Key, string Value)[] values) => Examiner(false, values);

    private DeviceExaminer Examiner(bool isInUse, params (string Key, string Value)[] values)
    {
        var merged = new ConfigurationBuilder().AddInMemoryCollection(
            values.Select(row => KeyValuePair.Create(row.Key.Replace('.', ':'), (string?)row.Value))
                .Append(KeyValuePair.Create("hardware:adapter", (string?)Boards.Kernel))).Build();
        var errors = ConfigurationReader.ReadWhatIsGood(merged, out var configuration);
        Assert.DoesNotContain(errors, error => values.Any(row => row.Key == error.Key));
        var machine = new MachineFiles(
            root.Path,
            path => !forbidden.Contains(path[root.Path.Length..]),
            _ => null,
            (_, line) => lines.GetValueOrDefault(line));
        return new DeviceExaminer(configuration, board, machine, isInUse);
    }

    private void Make(string path, string text = "")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(root.Path + path)!);
        File.WriteAllText(root.Path + path, text);
    }
}
