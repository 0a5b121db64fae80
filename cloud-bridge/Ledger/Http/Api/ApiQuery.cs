using System.Globalization;
using System.Text.Json.Nodes;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>A parameter behind the question mark. It may be left out.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">For people.</param>
/// <param name="Expected">What it must look like.</param>
/// <param name="IsGood">Does it?</param>
internal sealed record ApiQuery(string Name, string Description, string Expected, Func<string, bool> IsGood)
{
    /// <summary>Items of one page, where nobody says how many.</summary>
    public const int UsualLimit = 100;

    /// <summary>Items of one page.</summary>
    public const int MostLimit = 1_000;

    /// <summary>Its JSON schema.</summary>
    public JsonObject Schema { get; init; } = new() { ["type"] = "string" };

    /// <summary>How many items.</summary>
    public static ApiQuery Limit { get; } = Number(
        "limit", $"Items of one page; {UsualLimit} where it is left out.", 1, MostLimit);

    /// <summary>One of these.</summary>
    public static ApiQuery OneOf(string name, string description, params string[] values) => new(
        name, description, $"one of {string.Join(", ", values)}", text => values.Contains(text, StringComparer.Ordinal))
    {
        Schema = new() { ["type"] = "string", ["enum"] = new JsonArray([.. values.Select(one => (JsonNode)one)]) },
    };

    /// <summary>A whole number.</summary>
    public static ApiQuery Number(string name, string description, long least, long most) => new(
        name,
        description,
        $"a whole number, {least} to {most}",
        text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) &&
            number >= least && number <= most)
    {
        Schema = new() { ["type"] = "integer", ["minimum"] = least, ["maximum"] = most },
    };

    /// <summary>Milliseconds since 1970-01-01T00:00:00Z.</summary>
    public static ApiQuery Time(string name, string description) => Number(name, description, 0, Money.Limit);
}
