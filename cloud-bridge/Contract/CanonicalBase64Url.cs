using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace CloudBridge.Contract;

/// <summary>
/// base64url without padding (RFC 4648, section 5), canonical: one text for one value. White space, padding and
/// trailing bits that are not zero are refused, or two texts would carry one signature.
/// </summary>
internal static class CanonicalBase64Url
{
    private static readonly SearchValues<byte> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    public static bool TryDecode(ReadOnlySpan<byte> text, out byte[] bytes)
    {
        bytes = [];
        // The framework's decoder lets padding (also '%') and white space in; the overload without a status throws.
        if (text.ContainsAnyExcept(Alphabet) || text.Length % 4 == 1)
            return false;
        var decoded = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (Base64Url.DecodeFromUtf8(text, decoded, out _, out var written) != OperationStatus.Done ||
            written != decoded.Length)
            return false;
        // Only the last group of digits can hold bits that come to nothing.
        var lastDigits = text[(text.Length / 4 * 4)..];
        Span<byte> again = stackalloc byte[lastDigits.Length];
        Base64Url.EncodeToUtf8(decoded.AsSpan(decoded.Length / 3 * 3), again);
        if (!again.SequenceEqual(lastDigits))
            return false;
        bytes = decoded;
        return true;
    }

    /// <summary>Decodes just so many bytes; whether what is there comes to as many is part of the answer.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        Span<byte> digits = stackalloc byte[Base64Url.GetEncodedLength(bytes.Length)];
        Span<byte> again = stackalloc byte[digits.Length];
        return text.Length == digits.Length &&
            Ascii.FromUtf16(text, digits, out _) == OperationStatus.Done &&
            !digits.ContainsAnyExcept(Alphabet) &&
            Base64Url.DecodeFromUtf8(digits, bytes, out _, out var written) == OperationStatus.Done &&
            written == bytes.Length &&
            Base64Url.EncodeToUtf8(bytes, again) == digits.Length &&
            again.SequenceEqual(digits);
    }

    public static bool TryDecode(string? text, out byte[] bytes)
    {
        bytes = [];
        return text is not null && TryDecode(Encoding.UTF8.GetBytes(text), out bytes);
    }
}
