using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Simulated;

/// <summary>The emulated chip at its I2C address. A chip that sleeps acknowledges nothing, and wakes up.</summary>
/// <param name="host">Who keeps its time.</param>
/// <param name="hertz">The bus's clock: nine bits a byte.</param>
internal sealed class ChipI2cDevice(IChipHost host, int hertz) : II2cDevice
{
    private const byte Ready = 0x01;

    // What the driver of a Linux bus asks for (I2C_TIMEOUT).
    private static readonly TimeSpan LongestStretch = TimeSpan.FromMilliseconds(100);

    public int LongestTransfer => 8192;

    public bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        var frame = bytes.ToArray();
        return Transfer(frame.Length, (chip, moment) => chip.Write(frame, moment));
    }

    public bool TryRead(Span<byte> buffer)
    {
        var bytes = new byte[buffer.Length];
        var acknowledged = Transfer(bytes.Length, (chip, _) =>
        {
            bytes[0] = chip.IsReady ? Ready : (byte)0;
            if (bytes.Length > 1)
                chip.Read(bytes.AsSpan(1));
        });
        bytes.CopyTo(buffer);
        return acknowledged;
    }

    public void Dispose()
    {
    }

    private bool Transfer(int bytes, Action<ChipFrames, long> act)
    {
        var duration = TimeSpan.FromSeconds((bytes + 1) * 9.0 / hertz);
        var hangs = false;
        var acknowledged = host.Access(duration, (chip, moment) =>
        {
            hangs = chip.Hung == HungBus.HoldsTheClock;
            if (chip.Hung is HungBus.HoldsTheClock or HungBus.KeepsSilent || !chip.Touch(moment))
                return false;
            act(chip, moment);
            return true;
        });
        if (!hangs)
            return acknowledged;
        host.Access(LongestStretch, (_, _) => false);
        throw new LinkLostException("The virtual I2C bus hangs: somebody holds the clock low.");
    }
}

/// <summary>The emulated chip at its select of an SPI bus, bits turned round as on the wire.</summary>
/// <param name="host">Who keeps its time.</param>
/// <param name="hertz">The bus's clock: eight bits a byte.</param>
internal sealed class ChipSpiDevice(IChipHost host, int hertz) : ISpiDevice
{
    private const byte DataWriting = 0x01;
    private const byte StatusReading = 0x02;
    private const byte DataReading = 0x03;

    public int LongestTransfer => 4096;

    public void Exchange(ReadOnlySpan<byte> sent, Span<byte> received)
    {
        byte[] bytes = [.. sent];
        var answer = host.Access(
            TimeSpan.FromSeconds(bytes.Length * 8.0 / hertz), (chip, moment) => Answer(chip, Turned(bytes), moment));
        Turned(answer).CopyTo(received);
    }

    public void Dispose()
    {
    }

    private static byte[] Answer(ChipFrames chip, byte[] bytes, long moment)
    {
        var answer = new byte[bytes.Length];
        if (!chip.Touch(moment))
            return answer;
        switch (bytes[0])
        {
            case DataWriting:
                chip.Write(bytes.AsSpan(1), moment);
                break;
            case StatusReading:
                answer.AsSpan(1).Fill(chip.IsReady ? (byte)1 : (byte)0);
                break;
            case DataReading:
                chip.Read(answer.AsSpan(1));
                break;
        }
        return answer;
    }

    // Bit by bit, not by the driver's own arithmetic.
    private static byte[] Turned(byte[] bytes) =>
        [.. bytes.Select(value => (byte)Enumerable.Range(0, 8).Sum(bit => ((value >> bit) & 1) << (7 - bit)))];
}
