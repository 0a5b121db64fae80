namespace HardwareDrivers.Abstractions;

/// <summary>Keys that guests or staff press.</summary>
public interface IKeypad
{
    /// <summary>Runs on the caller's thread until cancelled.</summary>
    /// <param name="ready">Called on this thread once its lines are open and could be read.</param>
    /// <param name="pressed">Called on this thread with the key's name as wired: <c>1</c> … <c>9</c>,
    /// <c>clear</c>.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="LinkLostException">A line cannot be used, or not any more.</exception>
    void Run(Action ready, Action<string> pressed, CancellationToken cancellation);
}
