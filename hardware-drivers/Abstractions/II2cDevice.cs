namespace HardwareDrivers.Abstractions;

/// <summary>One device on an I2C bus (NXP UM10204). A transfer is whole or did not happen.</summary>
public interface II2cDevice : IDisposable
{
    /// <summary>The most bytes that one transfer may have on this bus.</summary>
    int LongestTransfer { get; }

    /// <summary>Start, address, bytes, stop.</summary>
    /// <returns>False when the device did not acknowledge: absent, busy or asleep.</returns>
    /// <exception cref="LinkLostException">The bus is gone, or hangs.</exception>
    bool TryWrite(ReadOnlySpan<byte> bytes);

    /// <summary>Start, address, as many bytes as fit, stop.</summary>
    /// <inheritdoc cref="TryWrite"/>
    bool TryRead(Span<byte> buffer);
}
