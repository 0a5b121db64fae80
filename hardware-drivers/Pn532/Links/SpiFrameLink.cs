using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Pn532;

/// <summary>
/// The chip on an SPI bus (UM0701-02, 6.2): mode 0, at most 5 MHz, the least significant bit of each byte first. The
/// first byte after the select says what comes. A chip that sleeps wakes up by being selected.
/// </summary>
/// <remarks>The bits are turned round here: most controllers refuse to send the least significant one first.</remarks>
internal sealed class SpiFrameLink(
    ISpiDevice device, IInputLine? interrupt, Pn532Settings settings, TimeProvider clock)
    : StatusFrameLink(interrupt, settings, clock)
{
    private const byte DataWriting = 0x01;
    private const byte StatusReading = 0x02;
    private const byte DataReading = 0x03;

    // The whole byte, not its last bit: a wire that nobody drives reads FF.
    private const byte Ready = 0x01;

    private readonly Pn532Settings settings = settings;
    private readonly TimeProvider clock = clock;
    private readonly byte[] buffer = new byte[512];

    protected override string Name => "the PN532 on the SPI bus";

    public override void WakeUp(CancellationToken cancellation)
    {
        Ask();
        Pause.For(settings.WakeUpTime, clock, cancellation);
    }

    public override void Dispose()
    {
        base.Dispose();
        device.Dispose();
    }

    /// <summary>The bits in the other order.</summary>
    internal static byte Turned(byte value)
    {
        var turned = (value >> 4) | ((value & 0x0F) << 4);
        turned = ((turned & 0xCC) >> 2) | ((turned & 0x33) << 2);
        return (byte)(((turned & 0xAA) >> 1) | ((turned & 0x55) << 1));
    }

    protected override bool TryWrite(ReadOnlySpan<byte> frame)
    {
        frame.CopyTo(buffer.AsSpan(1));
        Exchange(DataWriting, frame.Length);
        return true;
    }

    protected override BusStatus Ask()
    {
        buffer[1] = 0;
        return Exchange(StatusReading, 1)[0] == Ready ? BusStatus.Ready : BusStatus.Busy;
    }

    protected override bool TryRead(Span<byte> frame)
    {
        buffer.AsSpan(1, frame.Length).Clear();
        Exchange(DataReading, frame.Length).CopyTo(frame);
        return true;
    }

    /// <summary>Sends what the buffer holds behind its first byte.</summary>
    /// <returns>What came at the same time.</returns>
    private Span<byte> Exchange(byte operation, int length)
    {
        var bytes = buffer.AsSpan(0, length + 1);
        bytes[0] = operation;
        Turn(bytes);
        device.Exchange(bytes, bytes);
        Turn(bytes);
        return bytes[1..];
    }

    private static void Turn(Span<byte> bytes)
    {
        foreach (ref var value in bytes)
            value = Turned(value);
    }
}
