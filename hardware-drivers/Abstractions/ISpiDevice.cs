namespace HardwareDrivers.Abstractions;

/// <summary>One device on an SPI bus, with its own chip select, mode and rate.</summary>
public interface ISpiDevice : IDisposable
{
    /// <summary>The most bytes that one transfer may have.</summary>
    int LongestTransfer { get; }

    /// <summary>Selects the device, sends and receives at the same time, deselects it.</summary>
    /// <param name="sent">Bytes to the device, most significant bit first on the wire.</param>
    /// <param name="received">As long as <paramref name="sent"/>; may be the same memory.</param>
    /// <exception cref="LinkLostException">The bus is gone.</exception>
    void Exchange(ReadOnlySpan<byte> sent, Span<byte> received);
}
