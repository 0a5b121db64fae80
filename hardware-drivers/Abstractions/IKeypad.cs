namespace HardwareDrivers.Abstractions;

/// <summary>Keys that staff press.</summary>
public interface IKeypad
{
    /// <summary>Runs on the caller's thread until cancelled.</summary>
    /// <param name="pressed">Called on this thread with the key's name as wired: <c>1</c> … <c>9</c>,
    /// <c>clear</c>.</param>
    /// <param name="cancellation">Ends the run.</param>
    void Run(Action<string> pressed, CancellationToken cancellation);
}
