using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Simulated;

/// <summary>An address of a virtual I2C bus: whoever is attached there now answers.</summary>
internal sealed class VirtualI2cAddress(VirtualBoard board, int bus, int address) : II2cDevice
{
    public int LongestTransfer => 8192;

    public bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        board.Check();
        return board.DeviceAt(bus, address)?.TryWrite(bytes) ?? false;
    }

    public bool TryRead(Span<byte> buffer)
    {
        board.Check();
        return board.DeviceAt(bus, address)?.TryRead(buffer) ?? false;
    }

    public void Dispose()
    {
    }
}

/// <summary>A chip select of a virtual SPI bus; with nobody there, the line from the device floats high.</summary>
internal sealed class VirtualSpiSelect(VirtualBoard board, SpiSettings settings) : ISpiDevice
{
    public int LongestTransfer => 4096;

    public void Exchange(ReadOnlySpan<byte> sent, Span<byte> received)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(received.Length, sent.Length);
        board.Check();
        if (board.DeviceOn(settings.Bus, settings.ChipSelect) is { } device)
            device.Exchange(sent, received);
        else
            received.Fill(0xFF);
    }

    public void Dispose()
    {
    }
}
