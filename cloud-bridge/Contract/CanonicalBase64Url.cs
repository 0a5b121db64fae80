using System.Buffers.Text;
using System.Text;

namespace CloudBridge.Contract;

/// <summary>
/// base64url without padding (RFC 4648, section 5), canonical: one text for one value. White space, padding and
/// trailing
/// bits that are not zero are refused, or two texts would carry one signature.
/// </summary>
internal static class CanonicalBase64Url
{
    public static bool TryDecode(ReadOnlySpan<byte> text, out byte[] bytes)
    {
        bytes = [];
        if (!Base64Url.IsValid(text, out var length))
            return false;
        var decoded = new byte[length];
        if (!Base64Url.TryDecodeFromUtf8(text, decoded, out var written) || written != length)
            return false;
        Span<byte> again = text.Length <= 256 ? stackalloc byte[text.Length] : new byte[text.Length];
        if (Base64Url.GetEncodedLength(length) != text.Length ||
            !Base64Url.TryEncodeToUtf8(decoded, again, out _) ||
            !again.SequenceEqual(text))
            return false;
        bytes = decoded;
        return true;
    }

    public static bool TryDecode(string? text, out byte[] bytes)
    {
        bytes = [];
        return text is not null && TryDecode(Encoding.UTF8.GetBytes(text), out bytes);
    }
}
