namespace HardwareDrivers.Abstractions;

/// <summary>A line that something outside drives: a flow meter, a turnstile's contact, the fire input.</summary>
public interface IInputLine : IDisposable
{
    /// <summary>Its level now; the debounced one where the kernel debounces it.</summary>
    /// <exception cref="LinkLostException">The chip is gone.</exception>
    bool IsActive { get; }

    /// <summary>Waits for changes.</summary>
    /// <param name="edges">Takes those that wait, oldest first, as many as fit.</param>
    /// <param name="timeout"><see cref="Timeout.InfiniteTimeSpan"/> for no end; zero does not wait.</param>
    /// <param name="cancellation">Ends the wait at once.</param>
    /// <returns>How many; 0 when the time ran out.</returns>
    /// <exception cref="LinkLostException">The chip is gone.</exception>
    /// <exception cref="OperationCanceledException">At once, also in the middle of a wait.</exception>
    int Read(Span<LineEdge> edges, TimeSpan timeout, CancellationToken cancellation);
}
