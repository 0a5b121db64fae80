using System.Text;

namespace HardwareDrivers.Cards;

/// <summary>Takes the address out of an NDEF file (NFC Forum NDEF 1.0; URI record type definition).</summary>
public static class NdefUri
{
    private const byte ShortWellKnown = 0x11;
    private const byte UriType = (byte)'U';

    private static readonly string[] Prefixes =
        ["", "http://www.", "https://www.", "http://", "https://", "tel:", "mailto:"];

    /// <param name="file">Length, two bytes, then the message; anything may follow.</param>
    /// <returns>Null when its first record is not a short URI record.</returns>
    public static string? Read(ReadOnlySpan<byte> file)
    {
        const int Header = 4;
        if (file.Length < 2)
            return null;
        var length = (file[0] << 8) | file[1];
        if (length > file.Length - 2 || length < Header + 1)
            return null;
        var message = file.Slice(2, length);
        var (flags, typeLength, payloadLength, type) = (message[0], message[1], message[2], message[3]);
        if ((flags & 0x1F) != ShortWellKnown || typeLength != 1 || type != UriType)
            return null;
        if (payloadLength < 1 || Header + payloadLength > message.Length || message[Header] >= Prefixes.Length)
            return null;
        return Prefixes[message[Header]] + Encoding.ASCII.GetString(message.Slice(Header + 1, payloadLength - 1));
    }
}
