using System.Globalization;
using CloudBridge.Mqtt.Clients;
using HardwareDrivers.Linux;

namespace EdgeTerminal.Host;

/// <summary>What is in this build, and what the machine says of itself.</summary>
internal static class MachineExaminer
{
    /// <summary>A board without a battery starts in 1970, or where it was switched off.</summary>
    private const int FirstPlausibleYear = 2026;

    public static IEnumerable<Finding> Examine(TimeProvider time)
    {
        var clients = string.Join(", ", MqttClients.All.Select(client => client.Name));
        var caches = string.Join(", ", CardCaches.All.Select(cache => cache.Name));
        yield return new Finding("build", $"edge-terminal {Daemon.Software}");
        yield return new Finding("MQTT clients", $"{clients} (default: {MqttClients.Default.Name})");
        yield return new Finding("card caches", $"{caches} (default: {CardCaches.Default.Name})");
        yield return new Finding("machine boot", MachineFacts.BootId);
        yield return new Finding("board serial", MachineFacts.BoardSerial ?? "none on this machine");
        yield return new Finding("storage id", MachineFacts.StorageId ?? "none on this machine");
        yield return Clock(time.GetUtcNow(), KernelClock.IsSynchronised);
    }

    /// <summary>
    /// The clock need not be right: sales trust the ledger's time alone. A log with wrong times misleads people.
    /// </summary>
    /// <param name="now">What the machine says.</param>
    /// <param name="isSynchronised">Null: not known.</param>
    public static Finding Clock(DateTimeOffset now, bool? isSynchronised)
    {
        var found = string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime:yyyy-MM-dd HH:mm:ss'Z'}, ") +
            isSynchronised switch
            {
                true => "synchronised",
                false => "not synchronised: the log may be off until a time service is reached",
                null => "not known whether synchronised",
            };
        return now.Year >= FirstPlausibleYear
            ? new Finding("clock", found)
            : new Finding(
                "clock", found, "let the machine reach a time service (timedatectl set-ntp true), or set it by hand");
    }
}
