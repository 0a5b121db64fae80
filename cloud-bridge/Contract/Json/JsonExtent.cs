using System.Text.Json;
using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>
/// Where a value of any kind stands in the bytes that a larger one is read from: it is read once it is known what it
/// is.
/// </summary>
[JsonConverter(typeof(JsonExtentConverter))]
internal readonly record struct JsonExtent(int Start, int Length)
{
    /// <summary>The value's own bytes.</summary>
    /// <param name="json">What the larger one was read from.</param>
    public ReadOnlyMemory<byte> In(ReadOnlyMemory<byte> json) => json.Slice(Start, Length);
}

internal sealed class JsonExtentConverter : JsonConverter<JsonExtent>
{
    public override bool HandleNull => true;

    public override JsonExtent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return new JsonExtent(start, (int)reader.BytesConsumed - start);
    }

    public override void Write(Utf8JsonWriter writer, JsonExtent value, JsonSerializerOptions options) =>
        throw new NotSupportedException("A place in other bytes is only read.");
}
