using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EdgeTerminal.Host;

/// <summary>
/// The configuration's JSON schema, made of <see cref="ConfigurationKeys"/>. It cannot say all: that ids and keys are
/// different, that fixedArticle is one of them, that a kiosk has keys or a fixed article. The reader can.
/// </summary>
internal static class ConfigurationSchema
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The text of docs/configuration.schema.json.</summary>
    public static string Write()
    {
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Edge Terminal: configuration",
        };
        foreach (var (name, value) in ConfigurationKeys.Root.Schema().ToList())
            schema[name] = value?.DeepClone();
        // A station has its own section and no other's.
        schema["allOf"] = new JsonArray([.. Profiles.All.Select(profile => SectionOf(profile.Name))]);
        // A simulated panel needs its socket, a board of files its folder, an emulated one its socket, an active buzzer
        // its line.
        Needs(schema, "panel", "driver", "simulated", "socket");
        Needs(schema, "hardware", "adapter", Boards.Files, "folder");
        Needs(schema, "hardware", "adapter", Boards.Emulator, "socket");
        Needs(schema, "buzzer", "driver", "active", "line");
        // A reader on a serial line needs its device.
        schema["properties"]!["reader"]!["if"] = new JsonObject
        {
            ["properties"] = new JsonObject { ["link"] = new JsonObject { ["enum"] = new JsonArray("i2c", "spi") } },
            ["required"] = new JsonArray("link"),
        };
        schema["properties"]!["reader"]!["else"] = new JsonObject { ["required"] = new JsonArray("device") };
        return schema.ToJsonString(Readable) + "\n";
    }

    private static JsonObject SectionOf(string profile) => new()
    {
        ["if"] = new JsonObject
        {
            ["properties"] = new JsonObject { ["profile"] = new JsonObject { ["const"] = profile } },
        },
        ["then"] = new JsonObject { ["required"] = new JsonArray(profile) },
        ["else"] = new JsonObject { ["properties"] = new JsonObject { [profile] = false } },
    };

    private static void Needs(JsonObject schema, string group, string key, string value, string needed)
    {
        var described = schema["properties"]![group]!.AsObject();
        // One behind the other: an object has a single "if".
        while (described.ContainsKey("if"))
        {
            if (!described.ContainsKey("else"))
                described["else"] = new JsonObject();
            described = described["else"]!.AsObject();
        }
        described["if"] = new JsonObject
        {
            ["properties"] = new JsonObject { [key] = new JsonObject { ["const"] = value } },
            ["required"] = new JsonArray(key),
        };
        described["then"] = new JsonObject { ["required"] = new JsonArray(needed) };
    }
}
