using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Simulated;

/// <summary>
/// A device on an I2C bus, for tests: it can be unplugged and plugged in again, stop in the middle of a transfer, and
/// lose its bus. Opened as often as its driver likes; from any thread.
/// </summary>
public abstract class I2cTwin
{
    private readonly Lock gate = new();
    private bool isPlugged = true;
    private bool busIsLost;
    private int? bytesUntilSilence;

    /// <summary>Bytes that it has taken so far, without addresses.</summary>
    public long BytesTaken { get; private set; }

    /// <summary>How often it was opened.</summary>
    public int TimesOpened { get; private set; }

    /// <summary>The most bytes that a transfer may have; 4096 is what Linux does on a Raspberry Pi.</summary>
    public int LongestTransfer { get; init; } = 4096;

    /// <summary>Opens it, as a driver does.</summary>
    /// <exception cref="LinkLostException">The bus is not there.</exception>
    public II2cDevice Open()
    {
        lock (gate)
        {
            if (busIsLost)
                throw new LinkLostException("no such bus");
            TimesOpened++;
            return new Handle(this);
        }
    }

    /// <summary>Draws the plug: nothing is acknowledged, and what it held is gone.</summary>
    public void Unplug()
    {
        lock (gate)
        {
            isPlugged = false;
            Reset();
        }
    }

    /// <summary>Puts the plug back: the device begins as after power-on.</summary>
    public void Plug()
    {
        lock (gate)
            (isPlugged, bytesUntilSilence) = (true, null);
    }

    /// <summary>It takes so many bytes more, and then acknowledges nothing until it is plugged in again.</summary>
    public void FallSilentAfter(int bytes)
    {
        lock (gate)
            bytesUntilSilence = bytes;
    }

    /// <summary>The bus is gone, as an adapter that is unplugged; or there again.</summary>
    public void LoseBus(bool lost)
    {
        lock (gate)
            busIsLost = lost;
    }

    /// <summary>Looks at the device while nothing is under way.</summary>
    protected T Look<T>(Func<T> look)
    {
        lock (gate)
            return look();
    }

    /// <summary>One transfer to the device, or the part of it that came.</summary>
    protected abstract void Take(ReadOnlySpan<byte> bytes);

    /// <summary>What it answers when it is read; null: it does not acknowledge.</summary>
    protected abstract byte? Give();

    /// <summary>As after power-on.</summary>
    protected abstract void Reset();

    private bool TryTake(ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            ThrowIfLost();
            if (bytes.Length > LongestTransfer)
                throw new ArgumentException($"More than {LongestTransfer} bytes.", nameof(bytes));
            if (!isPlugged)
                return false;
            var taken = Math.Min(bytes.Length, bytesUntilSilence ?? bytes.Length);
            bytesUntilSilence -= taken;
            BytesTaken += taken;
            Take(bytes[..taken]);
            return taken == bytes.Length;
        }
    }

    private bool TryGive(Span<byte> buffer)
    {
        lock (gate)
        {
            ThrowIfLost();
            if (!isPlugged || bytesUntilSilence == 0 || Give() is not { } value)
                return false;
            buffer.Fill(value);
            return true;
        }
    }

    private void ThrowIfLost()
    {
        if (busIsLost)
            throw new LinkLostException("the bus is gone");
    }

    private sealed class Handle(I2cTwin twin) : II2cDevice
    {
        public int LongestTransfer => twin.LongestTransfer;

        public bool TryWrite(ReadOnlySpan<byte> bytes) => twin.TryTake(bytes);

        public bool TryRead(Span<byte> buffer) => twin.TryGive(buffer);

        public void Dispose()
        {
        }
    }
}
