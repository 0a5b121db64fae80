using System.Collections.Immutable;
using System.Globalization;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Display;
using HardwareDrivers.Lines;
using BuzzerKeys = EdgeTerminal.Host.ConfigurationKeys.Buzzer;
using LineKeys = EdgeTerminal.Host.ConfigurationKeys.OutputLine;
using PanelKeys = EdgeTerminal.Host.ConfigurationKeys.Panel;

namespace EdgeTerminal.Host;

/// <summary>Reads what is written of display, buzzer and output lines.</summary>
internal static class DeviceReader
{
    private const int OledAddress = 0x3C;
    private const int BackpackAddress = 0x27;

    public static PanelSettings Panel(Section panel)
    {
        var driver = panel.Choice(PanelKeys.Driver, PanelDriver.None);
        // Whatever the driver: a key that is not used now is no unknown key.
        var socket = driver == PanelDriver.Simulated
            ? panel.Text(PanelKeys.Socket)
            : panel.OptionalText(PanelKeys.Socket) ?? "";
        return new PanelSettings(driver)
        {
            Socket = socket,
            Adapter = Adapter(panel, PanelKeys.Adapter, PanelAdapters.For(driver)),
            I2cBus = (int)panel.Number(PanelKeys.I2cBus),
            Address = Address(panel) ?? (driver == PanelDriver.Hd44780 ? BackpackAddress : OledAddress),
            Height = panel.NumberOf(PanelKeys.Height),
            Columns = panel.NumberOf(PanelKeys.Columns),
            Rows = panel.NumberOf(PanelKeys.Rows),
            Backpack = Backpack(panel),
        };
    }

    public static BuzzerSettings Buzzer(Section buzzer)
    {
        var driver = buzzer.Choice(BuzzerKeys.Driver, BuzzerDriver.None);
        var line = buzzer.OptionalNumber(BuzzerKeys.Line);
        if (driver == BuzzerDriver.Active && line is null)
            buzzer.Missing(BuzzerKeys.Line, "the line that an active buzzer hangs on", 0);
        return new BuzzerSettings(driver)
        {
            Line = line,
            ActiveLow = buzzer.Flag(BuzzerKeys.ActiveLow),
            PwmChip = (int)buzzer.Number(BuzzerKeys.PwmChip),
            PwmChannel = (int)buzzer.Number(BuzzerKeys.PwmChannel),
            Adapter = Adapter(buzzer, BuzzerKeys.Adapter, PanelAdapters.All),
        };
    }

    public static ImmutableArray<ConfiguredOutput> Lines(Section root, int usualChip)
    {
        var read = ImmutableArray.CreateBuilder<ConfiguredOutput>();
        foreach (var section in root.Each(LineKeys.All.Name))
        {
            var line = Line(section, usualChip);
            if (read.Any(row => row.Line.Name == line.Name))
                section.Wrong(LineKeys.Id, line.Name, "a name that no other line has", 0);
            read.Add(new ConfiguredOutput(section.Name, line)
            {
                IsOnUsualChip = section.OptionalText(LineKeys.Chip) is null,
            });
        }
        return read.ToImmutable();
    }

    /// <summary>A line can be one thing only.</summary>
    public static void RefuseTwice(Section root, HostConfiguration configuration)
    {
        var seen = new Dictionary<(int Chip, int Line), string>();
        if (configuration.Reader.InterruptLine is { } interrupt)
            seen.Add((configuration.Hardware.LineChip, interrupt), "reader.interruptLine");
        foreach (var (key, of, line) in configuration.InputLines)
        {
            var chip = of ?? configuration.Hardware.LineChip;
            if (!seen.TryAdd((chip, line), key))
                root.Wrong(
                    key,
                    line.ToString(CultureInfo.InvariantCulture),
                    $"a line that nothing else has: {seen[(chip, line)]} has it");
        }
        foreach (var (key, line) in Outputs.Of(configuration))
            if (!seen.TryAdd((line.Chip, line.Settings.Line), key))
                root.Wrong(
                    key.StartsWith("lines.", StringComparison.Ordinal) ? $"{key}.line" : key,
                    line.Settings.Line.ToString(CultureInfo.InvariantCulture),
                    $"a line that nothing else has: {seen[(line.Chip, line.Settings.Line)]} has it");
    }

    /// <summary>What a station drives is an output, with a safe state.</summary>
    public static void RefuseUnknown(Section root, HostConfiguration configuration)
    {
        foreach (var output in configuration.Station.Outputs)
            if (output.Name.Length > 0 && configuration.OutputNamed(output.Name) is null)
                root.Wrong(output.Key, output.Name, "the name of an output of lines");
    }

    /// <summary>What an output does while nothing runs must not harm anybody.</summary>
    public static void RefuseUnsafe(Section root, HostConfiguration configuration)
    {
        foreach (var output in configuration.Station.Outputs)
            if (output.Safe is (var isActive, var why) &&
                configuration.OutputNamed(output.Name) is { } written &&
                written.Line.Settings.SafeIsActive != isActive)
                root.Wrong($"{written.Key}.safe", Word(!isActive), $"{Word(isActive)}: {why} ({output.Key})");

        static string Word(bool isActive) => isActive ? "active" : "inactive";
    }

    private static NamedLine Line(Section section, int usualChip)
    {
        var name = section.Text(LineKeys.Id);
        if (name.Length > 0 && !CloudBridge.Contract.Name.IsGood(name))
            section.Wrong(LineKeys.Id, name, 0);
        var settings = new OutputLineSettings((int)section.Number(LineKeys.Line), name)
        {
            ActiveLow = section.Flag(LineKeys.ActiveLow),
            SafeIsActive = section.OptionalText(LineKeys.Safe) switch
            {
                null or "inactive" => false,
                "active" => true,
                var text => section.Wrong(LineKeys.Safe, text, false),
            },
        };
        return new NamedLine(name, section.OptionalNumber(LineKeys.Chip) ?? usualChip, settings);
    }

    private static string Adapter(
        Section section, ConfigurationKey.Text key, ImmutableArray<PanelAdapter> adapters)
    {
        var name = section.OptionalText(key) ?? adapters[0].Name;
        return adapters.Any(adapter => adapter.Name == name) ? name : section.Wrong(
            key,
            name,
            string.Join(" or ", adapters.Select(adapter => adapter.Name)) + " (those are in this build, and know it)",
            adapters[0].Name);
    }

    private static int? Address(Section panel)
    {
        if (panel.OptionalText(PanelKeys.Address) is not { } text)
            return null;
        return text.StartsWith("0x", StringComparison.Ordinal) &&
            int.TryParse(
                text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var address) &&
            address is >= 0x03 and <= 0x77
                ? address
                : panel.Wrong<int?>(PanelKeys.Address, text, null);
    }

    private static BackpackPins Backpack(Section panel)
    {
        if (panel.OptionalText(PanelKeys.Backpack) is not { } text)
            return BackpackPins.Usual;
        return BackpackPins.TryParse(text, out var pins) ? pins : panel.Wrong(PanelKeys.Backpack, text, pins);
    }
}
