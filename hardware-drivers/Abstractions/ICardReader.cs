namespace HardwareDrivers.Abstractions;

/// <summary>Reads contactless cards until told to stop.</summary>
public interface ICardReader
{
    /// <summary>
    /// Runs on the caller's thread until cancelled, and returns then. A lost device is an event, never an exception:
    /// the reader opens it again.
    /// </summary>
    /// <param name="report">Called on this thread, in order; no card is looked for meanwhile.</param>
    /// <param name="cancellation">Ends the run within 100 ms, also in the middle of a command.</param>
    void Run(Action<ReaderEvent> report, CancellationToken cancellation);
}
