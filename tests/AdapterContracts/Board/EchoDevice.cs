using HardwareDrivers.Abstractions;

namespace Tests.AdapterContracts;

/// <summary>A device that says what it was told last, on either bus.</summary>
internal sealed class EchoDevice : II2cDevice, ISpiDevice
{
    /// <summary>It acknowledges nothing.</summary>
    public bool Busy { get; set; }

    public byte[] Last { get; private set; } = [];

    public int LongestTransfer => 8192;

    public bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        if (!Busy)
            Last = bytes.ToArray();
        return !Busy;
    }

    public bool TryRead(Span<byte> buffer)
    {
        if (!Busy)
            Last.AsSpan(0, Math.Min(Last.Length, buffer.Length)).CopyTo(buffer);
        return !Busy;
    }

    /// <summary>Answers each byte with its complement.</summary>
    public void Exchange(ReadOnlySpan<byte> sent, Span<byte> received)
    {
        Last = sent.ToArray();
        for (var i = 0; i < Last.Length; i++)
            received[i] = (byte)(~Last[i] & 0xFF);
    }

    public void Dispose()
    {
    }
}
