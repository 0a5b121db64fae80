using System.Globalization;
using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>
/// Names a wallet, which cards point to; made by the ledger. In text: 32 lower-case hexadecimal digits.
/// </summary>
[JsonConverter(typeof(WalletIdConverter))]
public readonly record struct WalletId(UInt128 Value) : IComparable<WalletId>
{
    /// <summary>Reads the text form.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out WalletId wallet)
    {
        var good = Hex128.TryParse(text, out var value);
        wallet = new WalletId(value);
        return good;
    }

    /// <inheritdoc/>
    public int CompareTo(WalletId other) => Value.CompareTo(other.Value);

    /// <summary>The text form.</summary>
    public override string ToString() => Value.ToString("x32", CultureInfo.InvariantCulture);
}
