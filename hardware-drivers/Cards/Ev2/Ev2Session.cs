namespace HardwareDrivers.Cards;

/// <summary>The reader's side of EV2 secure messaging: protects commands, opens answers, counts.</summary>
/// <param name="encryptionKey">SesAuthENC; owned.</param>
/// <param name="macKey">SesAuthMAC; owned.</param>
/// <param name="transaction">TI, 4 bytes.</param>
public sealed class Ev2Session(
    CardKey encryptionKey, CardKey macKey, ReadOnlyMemory<byte> transaction) : IDisposable
{
    /// <summary>SesAuthENC.</summary>
    public CardKey EncryptionKey => encryptionKey;

    /// <summary>SesAuthMAC.</summary>
    public CardKey MacKey => macKey;

    /// <summary>TI, 4 bytes.</summary>
    public ReadOnlyMemory<byte> Transaction => transaction;

    /// <summary>Commands that were answered in this session.</summary>
    public ushort Counter { get; private set; }

    /// <summary>The data field of a command.</summary>
    /// <param name="header">What stays readable: file or key number, offset, length.</param>
    /// <param name="data">What full mode encrypts.</param>
    public byte[] Protect(
        CommunicationMode mode, byte command, ReadOnlySpan<byte> header, ReadOnlySpan<byte> data)
    {
        var sent = mode == CommunicationMode.Full && !data.IsEmpty
            ? Ev2Messaging.EncryptCommand(encryptionKey, Counter, transaction.Span, data)
            : data.ToArray();
        byte[] content = [.. header, .. sent];
        return [.. content, .. Ev2Messaging.Tag(macKey, command, Counter, transaction.Span, content)];
    }

    /// <summary>The data of the answer, which is now counted.</summary>
    /// <param name="status">Second status byte.</param>
    /// <returns>Null when its tag or its padding is wrong: it is not this card's.</returns>
    public byte[]? Open(CommunicationMode mode, byte status, ReadOnlySpan<byte> answer)
    {
        Counter = (ushort)((Counter + 1) & 0xFFFF);
        if (answer.Length < AesCmac.TruncatedLength)
            return null;
        var content = answer[..^AesCmac.TruncatedLength];
        var tag = Ev2Messaging.Tag(macKey, status, Counter, transaction.Span, content);
        if (!System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(
            tag, answer[^AesCmac.TruncatedLength..]))
            return null;
        return mode == CommunicationMode.Full && !content.IsEmpty
            ? Ev2Messaging.DecryptReply(encryptionKey, Counter, transaction.Span, content)
            : content.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        encryptionKey.Dispose();
        macKey.Dispose();
    }
}
