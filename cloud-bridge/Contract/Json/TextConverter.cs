using System.Text.Json;
using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>A type whose JSON is its text form.</summary>
/// <param name="expected">What the text must look like, for the error.</param>
internal abstract class TextConverter<T>(string expected) : JsonConverter<T>
{
    public sealed override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String || !TryParse(reader.GetString()!, out var value))
            throw new JsonException($"expected {expected}");
        return value;
    }

    public sealed override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(ToText(value));

    protected virtual string ToText(T value) => value!.ToString()!;

    protected abstract bool TryParse(string text, out T value);
}
