using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HardwareDrivers.Cards;

/// <summary>
/// CMAC mode of MIFARE Ultralight AES (AN13452): each command and each answer carries eight bytes of CMAC over a
/// counter and itself. The counter starts at zero and goes up with each of them.
/// </summary>
public sealed class UltralightAesSession(CardKey sessionKey) : IDisposable
{
    private ushort _counter;

    /// <summary>The next command with its tag.</summary>
    public byte[] Protect(ReadOnlySpan<byte> command) => [.. command, .. Tag(command)];

    /// <summary>The answer to it without its tag.</summary>
    /// <returns>Null when the tag is not that of this answer: it is not this card's.</returns>
    public byte[]? Open(ReadOnlySpan<byte> answer)
    {
        if (answer.Length < AesCmac.TruncatedLength)
            return null;
        var content = answer[..^AesCmac.TruncatedLength];
        return CryptographicOperations.FixedTimeEquals(Tag(content), answer[^AesCmac.TruncatedLength..])
            ? content.ToArray()
            : null;
    }

    /// <summary>The eight bytes for the next message, of either side.</summary>
    public byte[] Tag(ReadOnlySpan<byte> message)
    {
        // A page of a key may be in it.
        var numbered = new byte[2 + message.Length];
        BinaryPrimitives.WriteUInt16LittleEndian(numbered, _counter);
        message.CopyTo(numbered.AsSpan(2));
        _counter = (ushort)((_counter + 1) & 0xFFFF);
        var tag = AesCmac.ComputeTruncated(sessionKey, numbered);
        CryptographicOperations.ZeroMemory(numbered);
        return tag;
    }

    /// <inheritdoc/>
    public void Dispose() => sessionKey.Dispose();
}
