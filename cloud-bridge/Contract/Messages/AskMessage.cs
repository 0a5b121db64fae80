namespace CloudBridge.Contract;

/// <summary>
/// A terminal asks how current its list is. Not signed: it only lets the ledger echo it. Topic <c>t/{terminal}/ask</c>.
/// </summary>
/// <param name="Boot">The terminal's boot number.</param>
/// <param name="MonotonicMilliseconds">The terminal's monotonic clock when it was sent.</param>
/// <param name="Nonce">128 random bits: an answer to it cannot be older than it.</param>
public sealed record AskMessage(long Boot, long MonotonicMilliseconds, Nonce Nonce)
{
    /// <summary>The bytes on the wire.</summary>
    public byte[] Write() => UnsignedMessage.Write(this, ContractJson.Default.AskMessage);

    /// <summary>Reads the bytes on the wire.</summary>
    public static Reading<AskMessage> Read(ReadOnlySpan<byte> bytes) =>
        UnsignedMessage.Read(bytes, ContractJson.Default.AskMessage);
}
