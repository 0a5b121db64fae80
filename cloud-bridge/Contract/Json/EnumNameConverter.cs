using System.Text.Json;
using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>
/// An enumeration as its members' names in camel case, exactly: no numbers, no other case, no lists (which the
/// framework's own converter would let in).
/// </summary>
internal abstract class EnumNameConverter<T> : JsonConverter<T> where T : struct, Enum
{
    private static readonly (string Name, T Value)[] Members =
        [.. Enum.GetValues<T>().Select(value => (EnumName.Of(value), value))];

    private static readonly string Expected = "one of " + string.Join(", ", Members.Select(member => member.Name));

    public sealed override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            foreach (var member in Members)
                if (reader.ValueTextEquals(member.Name))
                    return member.Value;
        throw new JsonException($"expected {Expected}");
    }

    public sealed override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Array.Find(Members, member => member.Value.Equals(value)).Name);
}

internal sealed class CardClassConverter : EnumNameConverter<CardClass>;

internal sealed class CardStateConverter : EnumNameConverter<CardState>;

internal sealed class AgeClassConverter : EnumNameConverter<AgeClass>;

internal sealed class ListModeConverter : EnumNameConverter<ListMode>;

internal sealed class CheckConverter : EnumNameConverter<TimedCheck>;

internal sealed class UnknownCardPolicyConverter : EnumNameConverter<UnknownCardPolicy>;

internal sealed class UntrustedTimeChoiceConverter : EnumNameConverter<UntrustedTimeChoice>;

internal sealed class TerminalActivityConverter : EnumNameConverter<TerminalActivity>;
