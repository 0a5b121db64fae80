using System.Net.Sockets;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Simulated;

/// <summary>A wire that the program drives: each order is answered before it counts as done.</summary>
internal sealed class WireOutputLine : IOutputLine
{
    private readonly Lock gate = new();
    private readonly OutputLineSettings settings;
    private readonly WireLink link;
    private bool disposed;

    public WireOutputLine(string path, int chip, OutputLineSettings settings)
    {
        this.settings = settings;
        link = new WireLink(
            path,
            new WireOrder.Open(chip, settings.Line, settings.Consumer) { Level = LevelOf(settings.SafeIsActive) });
    }

    public DeviceOutcome Set(bool active)
    {
        lock (gate)
            return disposed ? DeviceOutcome.Failed($"{link.Name} is closed.") : Tell(WireTalk.Drive(LevelOf(active)));
    }

    /// <summary>Safe, and then let go.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (disposed)
                return;
            Tell(WireTalk.Drive(LevelOf(settings.SafeIsActive)));
            Tell(WireTalk.Close);
            disposed = true;
            link.Dispose();
        }
    }

    private bool? LevelOf(bool active)
    {
        var high = active != settings.ActiveLow;
        return high && settings.OpenDrain ? null : high;
    }

    private DeviceOutcome Tell(byte[] order)
    {
        try
        {
            return link.Ask(order) is WireNews.Done
                ? DeviceOutcome.Done
                : DeviceOutcome.Failed($"{link.Name} was refused.");
        }
        catch (Exception lost) when (lost is SocketException or ObjectDisposedException)
        {
            // An answer that comes late must not be taken for the next one's.
            link.Dispose();
            return DeviceOutcome.Failed($"Lost {link.Name}: {lost.Message}");
        }
    }
}
