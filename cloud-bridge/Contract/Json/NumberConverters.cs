using System.Text.Json;
using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>Whole numbers that every JSON library reads exactly: within ±(2^53 − 1), checked both ways.</summary>
internal sealed class SafeInteger : JsonConverter<long>
{
    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Read(ref reader);

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(new Money(value).MinorUnits);

    public static long Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Number ||
            !reader.TryGetInt64(out var value) ||
            value is < -Money.Limit or > Money.Limit)
            throw new JsonException($"expected a whole number within ±{Money.Limit}");
        return value;
    }
}

/// <summary>Money as its count of minor units.</summary>
internal sealed class MoneyConverter : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(SafeInteger.Read(ref reader));

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.MinorUnits);
}

/// <summary>A refusal's reason as its number, which is never used again for another.</summary>
internal sealed class ReasonConverter : JsonConverter<Reason>
{
    public override Reason Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Number ||
            !reader.TryGetInt32(out var number) ||
            !Enum.IsDefined((Reason)number))
            throw new JsonException("expected the number of a reason");
        return (Reason)number;
    }

    public override void Write(Utf8JsonWriter writer, Reason value, JsonSerializerOptions options) =>
        writer.WriteNumberValue((int)value);
}
