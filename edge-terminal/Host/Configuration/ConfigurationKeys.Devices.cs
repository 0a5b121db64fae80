using HardwareDrivers.Display;
using static EdgeTerminal.Host.ConfigurationKey;

namespace EdgeTerminal.Host;

/// <summary>Keys of lines and buses, and of what stands in front of the guest.</summary>
internal static partial class ConfigurationKeys
{
    private static string[] DriverAdapters => ["own", "iot"];

    public static class Hardware
    {
        public static readonly Text Adapter = new("adapter", "What lines and buses go over, of what is in the build.")
        {
            OneOf = ["linux", "iot", "files", "emulator"],
        };

        public static readonly Number LineChip = new("lineChip", "N of /dev/gpiochipN, whose lines are meant.", 0, 255);
        public static readonly Text Folder = new("folder", "the folder in which lines are files");
        public static readonly Text Socket = new("socket", "the socket of emulated lines");

        public static readonly Group All = new(
            "hardware", "Lines and buses of the machine.", Adapter, LineChip, Folder, Socket);
    }

    public static class Panel
    {
        public static readonly Text Driver = new("driver", "Which display; simulated has a buzzer and keys as well.")
        {
            OneOf = Names<PanelDriver>(), Expected = string.Join(", ", Names<PanelDriver>()),
        };

        public static readonly Text Socket = new("socket", "the path of a socket to listen on");

        public static readonly Text Adapter = new("adapter", "Whose driver, of what is in the build.")
        {
            OneOf = DriverAdapters,
        };

        public static readonly Number I2cBus = new("i2cBus", "N of /dev/i2c-N.", 0, 255) { Otherwise = 1 };

        public static readonly Text Address = new("address", "On the bus; 0x3C, of an HD44780 0x27, when left out.")
        {
            Pattern = "^0x[0-7][0-9A-Fa-f]$", Expected = "an address from 0x03 to 0x77",
        };

        public static readonly NumberOf Height = new("height", "Pixels of an OLED.", [64, 32]) { Otherwise = 64 };
        public static readonly NumberOf Columns = new("columns", "Of an HD44780.", [20, 16]) { Otherwise = 20 };
        public static readonly NumberOf Rows = new("rows", "Of an HD44780.", [4, 2]) { Otherwise = 4 };

        public static readonly Text Backpack = new("backpack", "What P0 to P7 of the PCF8574 lead to.")
        {
            Expected = $"the eight names of '{BackpackPins.Usual.Wiring}' in the order of P0 to P7",
        };

        public static readonly Group All = new(
            "panel", "What the guest sees.",
            Driver, Socket, Adapter, I2cBus, Address, Height, Columns, Rows, Backpack);
    }

    public static class Buzzer
    {
        public static readonly Text Driver = new("driver", "Active ones have a pitch of their own.")
        {
            OneOf = Names<BuzzerDriver>(),
        };

        public static readonly Number Line = ConfigurationKeys.Line(
            "line", "The line that it hangs on; of a passive one in place of PWM.");

        public static readonly Flag ActiveLow = new("activeLow", "It sounds while the line is low.");
        public static readonly Number PwmChip = new("pwmChip", "N of /sys/class/pwm/pwmchipN.", 0, 255);
        public static readonly Number PwmChannel = new("pwmChannel", "Of that chip.", 0, 255);

        public static readonly Text Adapter = new("adapter", "Whose driver of PWM, of what is in the build.")
        {
            OneOf = DriverAdapters,
        };

        public static readonly Group All = new(
            "buzzer", "What the guest hears.", Driver, Line, ActiveLow, PwmChip, PwmChannel, Adapter);
    }

    public static class OutputLine
    {
        public static readonly Text Id = new("name", "What it switches: valve.")
        {
            IsRequired = true, Pattern = NamePattern, Expected = CloudBridge.Contract.Name.Expected,
        };

        public static readonly Number Line = new("line", "Its number on the chip.", 0, 511) { IsRequired = true };

        public static readonly Number Chip = new("chip", "N of /dev/gpiochipN; else hardware.lineChip.", 0, 255)
        {
            IsOptional = true,
        };

        public static readonly Flag ActiveLow = new("activeLow", "It is active while it is low.");

        public static readonly Text Safe = new("safe", "The state in which nothing can happen; else inactive.")
        {
            OneOf = ["inactive", "active"], Expected = "inactive or active",
        };

        public static readonly Group All = new(
            "lines", "Outputs, driven to their safe states at start, at stop, and by lines safe.",
            Id, Line, Chip, ActiveLow, Safe);
    }
}
