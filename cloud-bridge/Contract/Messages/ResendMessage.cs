namespace CloudBridge.Contract;

/// <summary>
/// Asks a terminal to send part of its journal again. Not signed: what comes back is. Topic <c>t/{terminal}/resend</c>.
/// </summary>
/// <param name="Epoch">Of which epoch.</param>
/// <param name="From">The first record wanted.</param>
/// <param name="Through">The last record wanted.</param>
public sealed record ResendMessage(long Epoch, long From, long Through)
{
    /// <summary>The bytes on the wire.</summary>
    public byte[] Write() => UnsignedMessage.Write(this, ContractJson.Default.ResendMessage);

    /// <summary>Reads the bytes on the wire.</summary>
    public static Reading<ResendMessage> Read(ReadOnlySpan<byte> bytes)
    {
        if (!UnsignedMessage.Read(bytes, ContractJson.Default.ResendMessage).Succeeded(out var resend, out var error))
            return error;
        return resend.Epoch < 1 || resend.From < 1 || resend.Through < resend.From
            ? new FormatError(FormatErrorKind.BadContent, "epoch and from start at 1, through is not before from")
            : resend;
    }
}
