using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>128 random bits, used once. In text: 32 lower-case hexadecimal digits.</summary>
[JsonConverter(typeof(NonceConverter))]
public readonly record struct Nonce(UInt128 Value)
{
    /// <summary>A new one that nobody can guess.</summary>
    public static Nonce Create()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        return new Nonce(BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    /// <summary>Reads the text form.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Nonce nonce)
    {
        var good = Hex128.TryParse(text, out var value);
        nonce = new Nonce(value);
        return good;
    }

    /// <summary>The text form.</summary>
    public override string ToString() => Value.ToString("x32", CultureInfo.InvariantCulture);
}
