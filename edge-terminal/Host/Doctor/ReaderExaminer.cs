using HardwareDrivers.Abstractions;
using HardwareDrivers.Linux;
using HardwareDrivers.Pn532;

namespace EdgeTerminal.Host;

/// <summary>Asks the reader for its firmware, where no daemon is using it.</summary>
internal static class ReaderExaminer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="settings">Which reader.</param>
    /// <param name="isInUse">A daemon holds it: it is left alone.</param>
    /// <param name="time">Clock and timers.</param>
    public static Finding Examine(ReaderSettings settings, bool isInUse, TimeProvider time)
    {
        if (!File.Exists(settings.Device))
            return new Finding(
                "reader",
                $"{settings.Device} is not there",
                "plug the reader in, or mend reader.device; on a Raspberry Pi: raspi-config, Interface, Serial Port");
        if (isInUse)
            return new Finding("reader", $"{settings.Device} is held by the daemon, and left alone");
        using var enough = new CancellationTokenSource(Patience, time);
        ReaderEvent.HealthChanged? seen = null;
        var reader = new Pn532Reader(() => SerialLink.Open(settings.Device, settings.Baud), new Pn532Settings(), time);
        reader.Run(
            happened =>
            {
                if (happened is not ReaderEvent.HealthChanged { Health: ReaderHealth.Working or ReaderHealth.Lost } now)
                    return;
                seen ??= now;
                enough.Cancel();
            },
            enough.Token);
        return seen is { Health: ReaderHealth.Working }
            ? new Finding("reader", $"{seen.Detail}, at {settings.Device}, {settings.Baud} baud")
            : new Finding(
                "reader",
                seen?.Detail ?? $"{settings.Device} is open and nothing answers within {Patience.TotalSeconds} s",
                "check power and cable of the PN532, its switches (HSU), reader.baud, and who may open the device");
    }
}
