namespace HardwareDrivers.Abstractions;

/// <summary>A byte link both ends of which must run at one rate, or each hears noise.</summary>
public interface ISerialLine : IByteLink
{
    /// <summary>The rate of this end; at first the one that it was opened at. Bits a second.</summary>
    int Baud { get; }

    /// <summary>
    /// Changes the rate of this end, behind what was written. What has arrived and was not read is thrown away.
    /// </summary>
    /// <param name="baud">Bits a second.</param>
    /// <exception cref="LinkLostException">The device is gone, or cannot do this rate.</exception>
    void SetRate(int baud);
}
