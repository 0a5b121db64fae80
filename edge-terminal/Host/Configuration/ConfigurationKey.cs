using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace EdgeTerminal.Host;

/// <summary>
/// A key of the configuration: what may stand there. The reader checks by it, and the JSON schema is made of it.
/// </summary>
/// <param name="Name">As in the file.</param>
/// <param name="Meaning">For who writes the file.</param>
internal abstract record ConfigurationKey(string Name, string Meaning)
{
    /// <summary>It must be there.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The schema of its value (JSON Schema 2020-12).</summary>
    public JsonObject Schema()
    {
        var schema = new JsonObject { ["description"] = Meaning };
        Describe(schema);
        return schema;
    }

    protected abstract void Describe(JsonObject schema);

    /// <summary>A text.</summary>
    public sealed record Text(string Name, string Meaning) : ConfigurationKey(Name, Meaning)
    {
        /// <summary>What the reader says when it is missing or wrong.</summary>
        public string Expected { get; init; } = Meaning;

        /// <summary>The form of it, as a regular expression; null: any.</summary>
        public string? Pattern { get; init; }

        /// <summary>It is a secret, or somebody may put one there by mistake: no error repeats it.</summary>
        public bool IsSecret { get; init; }

        /// <summary>The only ones; empty: any.</summary>
        public string[] OneOf { get; init; } = [];

        /// <summary>The most characters; null: any number.</summary>
        public int? Longest { get; init; }

        protected override void Describe(JsonObject schema)
        {
            schema["type"] = "string";
            if (IsRequired)
                schema["minLength"] = 1;
            if (Longest is { } longest)
                schema["maxLength"] = longest;
            if (Pattern is not null)
                schema["pattern"] = Pattern;
            if (OneOf.Length > 0)
                schema["enum"] = new JsonArray([.. OneOf.Select(value => JsonValue.Create(value))]);
        }
    }

    /// <summary>A whole number; both ends are included.</summary>
    public sealed record Number(string Name, string Meaning, long Least, long Most) : ConfigurationKey(Name, Meaning)
    {
        /// <summary>When it is left out; it must be there when it is required.</summary>
        public long Otherwise { get; init; }

        /// <summary>There is no number in its place when it is left out.</summary>
        public bool IsOptional { get; init; }

        protected override void Describe(JsonObject schema)
        {
            schema["type"] = "integer";
            schema["minimum"] = Least;
            schema["maximum"] = Most;
            if (!IsRequired && !IsOptional)
                schema["default"] = Otherwise;
        }
    }

    /// <summary>One of some whole numbers.</summary>
    public sealed record NumberOf(string Name, string Meaning, ImmutableArray<int> Choices)
        : ConfigurationKey(Name, Meaning)
    {
        /// <summary>When it is left out.</summary>
        public int Otherwise { get; init; }

        protected override void Describe(JsonObject schema)
        {
            schema["type"] = "integer";
            schema["enum"] = new JsonArray([.. Choices.Select(choice => JsonValue.Create(choice))]);
            schema["default"] = Otherwise;
        }
    }

    /// <summary>True or false; false when it is left out.</summary>
    public sealed record Flag(string Name, string Meaning) : ConfigurationKey(Name, Meaning)
    {
        protected override void Describe(JsonObject schema) =>
            (schema["type"], schema["default"]) = ("boolean", false);
    }

    /// <summary>Keys under a key.</summary>
    public sealed record Group(string Name, string Meaning, params ConfigurationKey[] Keys)
        : ConfigurationKey(Name, Meaning)
    {
        protected override void Describe(JsonObject schema)
        {
            schema["type"] = "object";
            schema["properties"] = new JsonObject(
                Keys.Select(key => KeyValuePair.Create(key.Name, (JsonNode?)key.Schema())));
            schema["required"] = new JsonArray(
                [.. Keys.Where(key => key.IsRequired).Select(key => JsonValue.Create(key.Name))]);
            schema["additionalProperties"] = false;
        }
    }

    /// <summary>A list of groups; at least one.</summary>
    public sealed record List(Group Each) : ConfigurationKey(Each.Name, Each.Meaning)
    {
        protected override void Describe(JsonObject schema) =>
            (schema["type"], schema["minItems"], schema["items"]) = ("array", 1, Each.Schema());
    }
}
