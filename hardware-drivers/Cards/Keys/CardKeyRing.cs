using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;

namespace HardwareDrivers.Cards;

/// <summary>
/// Master keys in memory, read once from JSON:
/// <c>{"festival": {"proof": {"1": "32 hex digits"}, "issuer": {"1": "..."}}}</c>. Zeroed when disposed.
/// </summary>
public sealed class CardKeyRing : ICardKeySource, IDisposable
{
    /// <summary>Highest version that fits a card's byte.</summary>
    public const int HighestVersion = 255;

    private readonly ImmutableDictionary<CardKeyName, CardKey> keys;

    /// <param name="keys">Owned from now on.</param>
    public CardKeyRing(IEnumerable<KeyValuePair<CardKeyName, CardKey>> keys) =>
        this.keys = keys.ToImmutableDictionary();

    /// <summary>Which keys there are; their names are no secret.</summary>
    public IEnumerable<CardKeyName> Names => keys.Keys;

    /// <summary>Reads the JSON and zeroes it.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="place">For messages: where it came from.</param>
    /// <exception cref="CardKeyException">It is not as above.</exception>
    public static CardKeyRing Read(byte[] json, string place)
    {
        var keys = new Dictionary<CardKeyName, CardKey>();
        try
        {
            ReadPopulations(json, place, keys);
            return new CardKeyRing(keys);
        }
        catch (Exception error) when (error is JsonException or CardKeyException or InvalidOperationException)
        {
            foreach (var key in keys.Values)
                key.Dispose();
            // The reader's own message may quote what it read.
            throw error as CardKeyException ?? new CardKeyException($"{place}: not the JSON of card keys");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(json);
        }
    }

    /// <inheritdoc/>
    public CardKey? Find(CardKeyName name) => keys.GetValueOrDefault(name)?.Copy();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var key in keys.Values)
            key.Dispose();
    }

    private static void ReadPopulations(byte[] json, string place, Dictionary<CardKeyName, CardKey> keys)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        Expect(reader.TokenType == JsonTokenType.StartObject, place, "an object of populations");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var population = reader.GetString()!;
            ReadObject(ref reader, place, "an object of uses");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var use = UseOf(reader.GetString()!, place, population);
                ReadObject(ref reader, place, "an object of versions");
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var name = new CardKeyName(population, use, VersionOf(reader.GetString()!, place, population));
                    reader.Read();
                    var key = KeyOf(reader);
                    Expect(key is not null, place, $"32 hexadecimal digits, which are 16 bytes, at {name}");
                    Expect(keys.TryAdd(name, key!), place, $"{name} once");
                }
            }
        }
        Expect(!reader.Read(), place, "nothing behind the object");
    }

    private static void ReadObject(ref Utf8JsonReader reader, string place, string expected)
    {
        reader.Read();
        Expect(reader.TokenType == JsonTokenType.StartObject, place, expected);
    }

    /// <summary>Without a string of it, which nobody could zero.</summary>
    private static CardKey? KeyOf(Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.Length != 2 * CardKey.AesLength)
            return null;
        Span<char> digits = stackalloc char[2 * CardKey.AesLength];
        for (var index = 0; index < digits.Length; index++)
            digits[index] = (char)reader.ValueSpan[index];
        var key = CardKey.FromHex(digits);
        digits.Clear();
        return key;
    }

    private static CardKeyUse UseOf(string text, string place, string population) => text switch
    {
        "proof" => CardKeyUse.Proof,
        "sunMeta" => CardKeyUse.SunMeta,
        "issuer" => CardKeyUse.Issuer,
        _ => throw new CardKeyException($"{place}: {population}: expected proof, sunMeta or issuer"),
    };

    private static int VersionOf(string text, string place, string population) =>
        int.TryParse(text, out var version) && version is >= 1 and <= HighestVersion
            ? version
            : throw new CardKeyException($"{place}: {population}: expected a version from 1 to {HighestVersion}");

    private static void Expect(bool good, string place, string expected)
    {
        if (!good)
            throw new CardKeyException($"{place}: expected {expected}");
    }
}
