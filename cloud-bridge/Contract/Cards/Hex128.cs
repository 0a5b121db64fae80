using System.Buffers;
using System.Globalization;

namespace CloudBridge.Contract;

/// <summary>128 bits as exactly 32 lower-case hexadecimal digits: one text for one value.</summary>
internal static class Hex128
{
    /// <summary>What it must look like, for messages.</summary>
    public const string Expected = "32 lower-case hexadecimal digits";

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    public static bool TryParse(ReadOnlySpan<char> text, out UInt128 value)
    {
        value = default;
        return text.Length == 32 &&
            !text.ContainsAnyExcept(Digits) &&
            UInt128.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
