using System.CommandLine;
using CloudBridge.Mqtt.Clients;

namespace EdgeTerminal.Host;

/// <summary>
/// <c>edge-terminal doctor</c>: what is in this build, what this machine has, and what to do about it.
/// </summary>
internal static class DoctorCommand
{
    public static Command Build()
    {
        var config = new Option<FileInfo?>("--config")
        {
            Description = "Also looks at what this configuration names.", HelpName = "FILE",
        };
        var command = new Command("doctor", "Says what is in this build, what is wrong, and what to do about it.")
        {
            config,
        }.WithExamples("edge-terminal doctor", "edge-terminal doctor --config /etc/edge-terminal/config.json");
        command.SetAction(parsed => HostCommand.Run(() => Examine(parsed.GetValue(config))));
        return command;
    }

    private static int Examine(FileInfo? config)
    {
        var report = new DoctorReport();
        var clients = MqttClients.All.Select(client => client.Name).ToList();
        report.Say("build", $"edge-terminal {Daemon.Software}");
        report.Say("MQTT clients", $"{string.Join(", ", clients)} (default: {MqttClients.Default.Name})");
        var caches = CardCaches.All.Select(cache => cache.Name);
        report.Say("card caches", $"{string.Join(", ", caches)} (default: {CardCaches.Default.Name})");
        report.Say("machine boot", MachineFacts.BootId);
        report.Say("board serial", MachineFacts.BoardSerial ?? "none on this machine");
        report.Say("storage id", MachineFacts.StorageId ?? "none on this machine");
        if (config is not null)
            Examine(config, report);
        return report.Problems == 0 ? ExitCode.Good : ExitCode.Fault;
    }

    private static void Examine(FileInfo config, DoctorReport report)
    {
        var errors = ConfigurationReader.Read(config.ToString(), out var configuration);
        foreach (var error in errors)
            report.Complain("configuration", error.ToString(), "mend the file, then: edge-terminal config check FILE");
        if (configuration is null)
            return;
        report.Say("configuration", $"{config}: good");
        var device = configuration.Reader.Device;
        if (File.Exists(device))
            report.Say("reader", $"{device} is there");
        else
            report.Complain("reader", $"{device} is not there", "plug the reader in, or mend reader.device");
        try
        {
            using var opened = OpenedTerminal.Open(configuration);
            report.Say("journal", $"good; last record {opened.Journal.Tail?.ToString() ?? "none"}");
            report.Say("unacknowledged", $"{opened.Journal.Outbox.Unacked} records wait for the ledger");
            report.Say("card list", opened.Lists.Stored?.ToString() ?? "none yet: it comes with the first connection");
        }
        catch (Exception error) when (error is StartException or Store.StateException)
        {
            report.Complain("state", error.Message, "see docs/faults.md");
        }
    }
}
