namespace CloudBridge.Mqtt;

/// <summary>
/// Follows a stream of bytes and knows where in it each control packet begins and ends (MQTT 5.0, 2.1). It judges
/// nothing and never fails: what is malformed is left to the client library.
/// </summary>
internal sealed class PacketFraming
{
    private const int PublishType = 3;

    private bool inLength;
    private int shift;

    /// <summary>The next byte is the first of a packet.</summary>
    public bool AtStart => !inLength && Remaining == 0;

    /// <summary>So many bytes may be taken now without reaching into the next packet.</summary>
    public int Available => inLength || Remaining == 0 ? 1 : Remaining;

    /// <summary>Bytes of the packet that follow its length.</summary>
    private int Remaining { get; set; }

    /// <summary>Moves on; at most <see cref="Available"/> bytes.</summary>
    /// <returns>The first byte of a PUBLISH was among them.</returns>
    public bool Advance(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return false;
        if (AtStart)
        {
            (inLength, shift) = (true, 0);
            return bytes[0] >> 4 == PublishType;
        }
        if (!inLength)
        {
            Remaining -= bytes.Length;
            return false;
        }
        // Variable byte integer, at most four bytes (MQTT 5.0, 1.5.5).
        Remaining |= (bytes[0] & 0x7F) << shift;
        shift += 7;
        inLength = (bytes[0] & 0x80) != 0 && shift < 28;
        return false;
    }
}
