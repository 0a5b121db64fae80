using System.CommandLine;
using System.CommandLine.Parsing;
using EdgeTerminal.Store;
using HardwareDrivers.Pn532;

namespace EdgeTerminal.Host;

/// <summary>Options that say which reader: that of a configuration, or one that is named.</summary>
internal sealed class ReaderOptions
{
    private readonly Option<string?> device = new("--device")
    {
        Description = "The reader's serial line.", HelpName = "PATH",
    };

    private readonly Option<int?> baud = new("--baud")
    {
        Description = $"The rate that the chip is switched to; {SetSerialBaudRate.PowerOn} when left out.",
        HelpName = "N",
    };

    private readonly Option<int?> i2c = new("--i2c") { Description = "The reader's I2C bus.", HelpName = "BUS" };

    private readonly Option<string?> spi = new("--spi")
    {
        Description = "The reader's SPI bus and select.", HelpName = "BUS.SELECT",
    };

    private readonly Option<int?> interrupt = Line("--interrupt", "The line at P70_IRQ, on I2C and SPI.");
    private readonly Option<int?> reset = Line("--reset", "The line at RSTPD_N, driven low only.");

    private readonly Option<int?> supply =
        Line("--supply", "The line that takes the reader's supply away while it is high.");

    private readonly Option<int?> chip = new("--chip")
    {
        Description = "The GPIO chip of the lines; 0 when left out.", HelpName = "N",
    };

    private readonly Option<string?> adapter = new("--adapter")
    {
        Description = $"What lines and buses go over; {Boards.Default} when left out.", HelpName = "NAME",
    };

    /// <summary>The configuration, which has a reader of its own.</summary>
    public Option<FileInfo?> Config { get; } = HostCommand.OptionalConfig();

    /// <summary>Adds them all, and refuses what does not go together.</summary>
    public void AddTo(Command command)
    {
        Option[] details = [baud, interrupt, reset, supply, chip, adapter];
        foreach (var option in new Option[] { Config, device, i2c, spi }.Concat(details))
            command.Options.Add(option);
        adapter.AcceptOnlyFromAmong([.. Boards.All.Select(board => board.Name)]);
        spi.Validators.Add(given =>
        {
            if (ParseSpi(given.GetValueOrDefault<string>()) is null)
                given.AddError("--spi: expected bus and select, such as 0.0");
        });
        baud.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int?>() is not { } rate || !SetSerialBaudRate.Rates.Contains(rate))
                given.AddError($"--baud: expected one of {string.Join(", ", SetSerialBaudRate.Rates)}");
        });
        command.Validators.Add(given =>
        {
            var named = Named(given);
            if (named > 1 || (named == 0 && given.GetResult(Config) is null))
                given.AddError("expected --config, or one of --device, --i2c and --spi");
            if (named == 0 && details.FirstOrDefault(one => given.GetResult(one) is not null) is { } detail)
                given.AddError($"{detail.Name} belongs to --device, --i2c or --spi");
        });
    }

    /// <summary>The one that is named, else the configuration's.</summary>
    /// <param name="configuration">Null when none is named.</param>
    /// <exception cref="StartException">A daemon is using it.</exception>
    public ChosenReader Choose(ParseResult parsed, HostConfiguration? configuration)
    {
        if (configuration is not null && Named(parsed.CommandResult) == 0)
            return TerminalFolder.IsInUse(configuration.State)
                ? throw new StartException(
                    $"the daemon is using the reader at {configuration.Reader.Place}; stop it, " +
                    "or name another reader with --device, --i2c or --spi",
                    ExitCode.Fault)
                : new ChosenReader(configuration.Reader, configuration.Hardware);
        var settings = Place(parsed.GetValue(device), parsed.GetValue(i2c), parsed.GetValue(spi)) with
        {
            Baud = parsed.GetValue(baud) ?? SetSerialBaudRate.PowerOn,
            InterruptLine = parsed.GetValue(interrupt),
            ResetLine = parsed.GetValue(reset),
            SupplyLine = parsed.GetValue(supply),
        };
        return new ChosenReader(
            settings,
            new HardwareSettings(parsed.GetValue(adapter) ?? Boards.Default, parsed.GetValue(chip) ?? 0));
    }

    private int Named(SymbolResult given) =>
        new Option[] { device, i2c, spi }.Count(option => given.GetResult(option) is not null);

    private static Option<int?> Line(string name, string description) =>
        new(name) { Description = description, HelpName = "LINE" };

    private static ReaderSettings Place(string? device, int? i2c, string? spi) =>
        i2c is { } bus ? new("", SetSerialBaudRate.PowerOn) { Link = ReaderBus.I2c, I2cBus = bus }
        : ParseSpi(spi) is var (number, select) ?
            new("", SetSerialBaudRate.PowerOn) { Link = ReaderBus.Spi, SpiBus = number, SpiSelect = select }
        : new(device!, SetSerialBaudRate.PowerOn);

    private static (int Bus, int Select)? ParseSpi(string? text) =>
        text?.Split('.') is [var bus, var select] &&
        byte.TryParse(bus, out var number) && byte.TryParse(select, out var line)
            ? (number, line)
            : null;
}

/// <summary>A reader, and what its lines and buses go over.</summary>
internal sealed record ChosenReader(ReaderSettings Settings, HardwareSettings Hardware);
