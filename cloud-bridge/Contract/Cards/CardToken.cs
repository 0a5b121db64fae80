using System.Globalization;
using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>
/// A card's name outside the terminal that read it and the ledger's vault: HMAC-SHA-256(site key, UID) cut to its first
/// 128 bits. In text: 32 lower-case hexadecimal digits.
/// </summary>
[JsonConverter(typeof(CardTokenConverter))]
public readonly record struct CardToken(UInt128 Value) : IComparable<CardToken>
{
    /// <summary>Reads the text form.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out CardToken token)
    {
        var good = Hex128.TryParse(text, out var value);
        token = new CardToken(value);
        return good;
    }

    /// <inheritdoc/>
    public int CompareTo(CardToken other) => Value.CompareTo(other.Value);

    /// <summary>The text form.</summary>
    public override string ToString() => Value.ToString("x32", CultureInfo.InvariantCulture);
}
