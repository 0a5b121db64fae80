namespace HardwareDrivers.Pn532;

/// <summary>
/// Carries whole frames to and from one chip: what differs between its buses. The serial bus is a stream in which
/// frames have to be found; on I2C and SPI the host asks a status byte whether a frame is ready, then reads it in one
/// go.
/// </summary>
internal interface IFrameLink : IDisposable
{
    /// <summary>
    /// Ends power-down or low battery, so that the next frame is heard. Harmless when the chip is awake.
    /// </summary>
    /// <inheritdoc cref="Send"/>
    void WakeUp(CancellationToken cancellation);

    /// <summary>Sends one encoded frame.</summary>
    /// <exception cref="Abstractions.LinkLostException">The link is gone.</exception>
    /// <exception cref="ChipFaultException">Nobody on the bus acknowledges.</exception>
    void Send(ReadOnlySpan<byte> frame, CancellationToken cancellation);

    /// <summary>
    /// Waits for a frame, a broken one included. One that has begun in time may end after it, within the limits of the
    /// bus.
    /// </summary>
    /// <returns>Null when the time ran out.</returns>
    /// <inheritdoc cref="Send"/>
    Frame? Receive(TimeSpan timeout, CancellationToken cancellation);

    /// <summary>Throws away what has arrived and was not received.</summary>
    void Discard();

    /// <summary>Lets time pass. What the chip says meanwhile is stale, and dropped; it may well say nothing.</summary>
    /// <exception cref="Abstractions.LinkLostException">The link was lost meanwhile, and shows it.</exception>
    void Idle(TimeSpan length, CancellationToken cancellation);
}
