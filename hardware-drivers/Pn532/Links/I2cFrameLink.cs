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
                throw Unheard();
            Pause.For(settings.WakeUpTime, clock, cancellation);
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        device.Dispose();
    }

    protected override bool TryWrite(ReadOnlySpan<byte> frame)
    {
        try
        {
            return device.TryWrite(frame);
        }
        catch (LinkLostException fault)
        {
            throw Stuck(fault);
        }
    }

    protected override BusStatus Ask()
    {
        Span<byte> status = stackalloc byte[1];
        return !Transfer(status) ? BusStatus.Silent
            : (status[0] & ReadyBit) != 0 ? BusStatus.Ready : BusStatus.Busy;
    }

    protected override bool TryRead(Span<byte> frame)
    {
        var bytes = buffer.AsSpan(0, frame.Length + 1);
        if (!Transfer(bytes) || (bytes[0] & ReadyBit) == 0)
            return false;
        bytes[1..].CopyTo(frame);
        return true;
    }

    private bool Transfer(Span<byte> bytes)
    {
        try
        {
            return device.TryRead(bytes);
        }
        catch (LinkLostException fault)
        {
            throw Stuck(fault);
        }
    }

    // A chip that hangs can hold the clock low, and with it the whole bus, until it is reset. Whether there is a bus at
    // all shows when it is opened.
    private static ChipFaultException Stuck(LinkLostException fault) => new(fault.Message, ReaderSign.Silent);
}
