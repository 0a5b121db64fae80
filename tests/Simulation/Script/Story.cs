using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tests.Simulation;

/// <summary>A plan and what happens: a run, as data. In a file: the plan on the first line, then a line each.</summary>
internal sealed record Story(Plan Plan, IReadOnlyList<Happening> Happenings)
{
    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        AllowOutOfOrderMetadataProperties = true,
    };

    /// <summary>How many guests come.</summary>
    public int Taps => Happenings.Count(happening => happening is Happening.Visit);

    /// <summary>Which it is, in some words.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"seed {Plan.Seed}, {Plan.Terminals} terminals, {Taps} taps{(Plan.IsBusy ? ", busy" : "")}" +
        $"{(Plan.Kinds is null ? "" : ", mixed")}");

    /// <summary>Reads a file's text.</summary>
    /// <exception cref="FormatException">It is not a story.</exception>
    public static Story Read(string text)
    {
        try
        {
            var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return new Story(
                JsonSerializer.Deserialize<Plan>(lines[0], Form)!,
                [.. lines.Skip(1).Select(line => JsonSerializer.Deserialize<Happening>(line, Form)!)]);
        }
        catch (Exception error) when (error is JsonException or IndexOutOfRangeException or NotSupportedException)
        {
            throw new FormatException($"not a story: {error.Message}", error);
        }
    }

    /// <summary>The file's text.</summary>
    public string Write() => string.Join('\n', Happenings
        .Select(Write)
        .Prepend(JsonSerializer.Serialize(Plan, Form))) + "\n";

    /// <summary>One line.</summary>
    public static string Write(Happening happening) => JsonSerializer.Serialize(happening, Form);
}
