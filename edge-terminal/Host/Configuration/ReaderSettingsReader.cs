namespace EdgeTerminal.Host;

/// <summary>Reads what is written of the card reader, and of the lines and buses that it may be on.</summary>
internal static class ReaderSettingsReader
{
    public static ReaderSettings Read(Section reader)
    {
        var link = reader.Choice(ConfigurationKeys.Reader.Link, ReaderBus.Serial);
        // Whatever the bus: a line that is not used now is no unknown key.
        var device = link == ReaderBus.Serial
            ? reader.Text(ConfigurationKeys.Reader.Device)
            : reader.OptionalText(ConfigurationKeys.Reader.Device) ?? "";
        return new ReaderSettings(device, reader.NumberOf(ConfigurationKeys.Reader.Baud))
        {
            Link = link,
            I2cBus = (int)reader.Number(ConfigurationKeys.Reader.I2cBus),
            SpiBus = (int)reader.Number(ConfigurationKeys.Reader.SpiBus),
            SpiSelect = (int)reader.Number(ConfigurationKeys.Reader.SpiSelect),
            InterruptLine = reader.OptionalNumber(ConfigurationKeys.Reader.InterruptLine),
            ResetLine = reader.OptionalNumber(ConfigurationKeys.Reader.ResetLine),
            SupplyLine = reader.OptionalNumber(ConfigurationKeys.Reader.SupplyLine),
        };
    }

    public static HardwareSettings ReadHardware(Section hardware)
    {
        var key = ConfigurationKeys.Hardware.Adapter;
        var name = hardware.OptionalText(key) ?? Boards.Default;
        var adapter = Boards.Names.Contains(name) ? name : hardware.Wrong(
            key, name, string.Join(" or ", Boards.Names) + " (those are in this build)", Boards.Default);
        return new HardwareSettings(adapter, (int)hardware.Number(ConfigurationKeys.Hardware.LineChip))
        {
            Folder = TextFor(Boards.Files, ConfigurationKeys.Hardware.Folder),
            Socket = TextFor(Boards.Emulator, ConfigurationKeys.Hardware.Socket),
        };

        string TextFor(string needing, ConfigurationKey.Text needed) =>
            adapter == needing ? hardware.Text(needed) : hardware.OptionalText(needed) ?? "";
    }
}
