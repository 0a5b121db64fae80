using CloudBridge.Storage;

namespace Tests.Support;

/// <summary>A running terminal, as whoever stands in front of it knows it.</summary>
public interface ITerminal
{
    /// <summary>Its display, buzzer and keys, since it was switched on last.</summary>
    PanelViewer Panel { get; }

    /// <summary>The journal's folder.</summary>
    IStorage Journal { get; }

    /// <param name="card">A UID, or kind, UID and options as the emulator takes them.</param>
    Task PutAsync(string card);

    /// <summary>Takes all cards away.</summary>
    Task TakeAsync();

    /// <summary>SIGKILL: as far as a process can tell, the power is gone.</summary>
    Task PullThePlugAsync(CancellationToken cancellation);

    /// <summary>Starts it, and waits until its display is there.</summary>
    Task SwitchOnAsync(CancellationToken cancellation);
}
