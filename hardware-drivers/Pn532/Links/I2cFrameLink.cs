using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Pn532;

/// <summary>
/// The chip on an I2C bus (UM0701-02, 6.2): each read begins with the status byte, which a frame follows when it is
/// ready. A chip that sleeps does not acknowledge its address, and wakes up by it.
/// </summary>
internal sealed class I2cFrameLink(
    II2cDevice device, IInputLine? interrupt, Pn532Settings settings, TimeProvider clock)
    : StatusFrameLink(interrupt, settings, clock)
{
    private const byte ReadyBit = 0x01;

    private readonly Pn532Settings settings = settings;
    private readonly TimeProvider clock = clock;
    private readonly byte[] buffer = new byte[512];

    /// <summary>Seven bits: 0x48 and 0x49 with the direction.</summary>
    public const int Address = 0x24;

    protected override string Name => $"the PN532 at 0x{Address:X2}";

    public override void WakeUp(CancellationToken cancellation)
    {
        var deadline = Deadline.After(settings.WriteTimeout, clock);
        while (Ask() == BusStatus.Silent)
        {
            if (deadline.Passed)
                throw Lost();
            Pause.For(settings.WakeUpTime, clock, cancellation);
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        device.Dispose();
    }

    protected override bool TryWrite(ReadOnlySpan<byte> frame) => device.TryWrite(frame);

    protected override BusStatus Ask()
    {
        Span<byte> status = stackalloc byte[1];
        return !device.TryRead(status) ? BusStatus.Silent
            : (status[0] & ReadyBit) != 0 ? BusStatus.Ready : BusStatus.Busy;
    }

    protected override bool TryRead(Span<byte> frame)
    {
        var bytes = buffer.AsSpan(0, frame.Length + 1);
        if (!device.TryRead(bytes) || (bytes[0] & ReadyBit) == 0)
            return false;
        bytes[1..].CopyTo(frame);
        return true;
    }
}
