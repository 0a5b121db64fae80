using HardwareDrivers.Abstractions;

namespace EdgeTerminal.Host;

/// <summary>Asks the reader for its firmware, where no daemon is using it.</summary>
internal static class ReaderExaminer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="settings">Which reader.</param>
    /// <param name="hardware">Which lines and buses are meant.</param>
    /// <param name="isInUse">A daemon holds it: it is left alone.</param>
    /// <param name="time">Clock and timers.</param>
    public static Finding Examine(ReaderSettings settings, HardwareSettings hardware, bool isInUse, TimeProvider time)
    {
        var place = settings.Place;
        if (!File.Exists(place))
            return new Finding("reader", $"{place} is not there", Missing(settings.Link));
        if (isInUse)
            return new Finding("reader", $"{place} is held by the daemon, and left alone");
        using var enough = new CancellationTokenSource(Patience, time);
        ReaderEvent.HealthChanged? seen = null;
        Readers.RunAlone(
            settings,
            hardware,
            time,
            happened =>
            {
                if (happened is not ReaderEvent.HealthChanged { Health: ReaderHealth.Working or ReaderHealth.Lost } now)
                    return;
                seen ??= now;
                enough.Cancel();
            },
            enough.Token);
        return seen is { Health: ReaderHealth.Working }
            ? new Finding("reader", $"{seen.Detail}, at {place}{Rate(settings)}")
            : new Finding(
                "reader",
                seen?.Detail ?? $"{place} is open and nothing answers within {Patience.TotalSeconds} s",
                $"check power and cable of the PN532, its switches ({Switches(settings.Link)}), and who may open the "
                + "device");
    }

    private static string Rate(ReaderSettings settings) =>
        settings.Link == ReaderBus.Serial ? $", {settings.Baud} baud" : "";

    private static string Switches(ReaderBus link) => link switch
    {
        ReaderBus.I2c => "I2C",
        ReaderBus.Spi => "SPI",
        _ => "HSU, and reader.baud",
    };

    private static string Missing(ReaderBus link) => link switch
    {
        ReaderBus.I2c => "mend reader.i2cBus, or enable the bus: raspi-config, Interface, I2C",
        ReaderBus.Spi => "mend reader.spiBus and reader.spiSelect, or enable the bus: raspi-config, Interface, SPI",
        _ => "plug the reader in, or mend reader.device; on a Raspberry Pi: raspi-config, Interface, Serial Port",
    };
}
