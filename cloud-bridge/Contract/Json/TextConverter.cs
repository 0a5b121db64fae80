using System.Text.Json;
using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>A type whose JSON is its text form.</summary>
/// <param name="expected">What the text must look like, for the error.</param>
/// <param name="parse">Reads it.</param>
internal abstract class TextConverter<T>(string expected, TextConverter<T>.TryParse parse) : JsonConverter<T>
{
    /// <summary>Bytes, escaped: longer than any text form; no string is made of one to find that out.</summary>
    private const int Longest = 512;

    public sealed override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Span<char> text = stackalloc char[Longest];
        if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.Length > Longest ||
            !parse(text[..reader.CopyString(text)], out var value))
            throw new JsonException($"expected {expected}");
        return value;
    }

    public sealed override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(ToText(value));

    protected virtual string ToText(T value) => value!.ToString()!;

    /// <summary>Reads a text form.</summary>
    internal delegate bool TryParse(ReadOnlySpan<char> text, out T value);
}
