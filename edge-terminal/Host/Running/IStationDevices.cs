using EdgeTerminal.Core;

namespace EdgeTerminal.Host;

/// <summary>
/// What a station has beside reader, display, buzzer and keys. It is safe from the moment it is made, and the loop is
/// told of it from <see cref="Start"/> on.
/// </summary>
internal interface IStationDevices : IDisposable
{
    /// <summary>The loop is about to run.</summary>
    /// <param name="past">What the journal's facts came to.</param>
    /// <param name="loop">Told of all that happens.</param>
    void Start(Remembered past, IInbox loop);

    /// <summary>An order of the loop, who alone calls it; waits for nothing.</summary>
    void Do(Effect.ToDevice order);
}
