using System.Collections.Immutable;
using System.Text.Json;

namespace HardwareDrivers.Cards;

/// <summary>Reads populations from JSON: an array of objects, as docs/cards.md describes; no secrets.</summary>
public static class CardPopulations
{
    private static readonly ImmutableArray<string> Members =
    [
        "name", "method", "versions", "keyNumber", "counterNumber", "applicationId", "systemIdentifier",
        "desfireApplication", "secureMessaging", "sun",
    ];

    private static readonly ImmutableArray<string> SunMembers =
        ["piccData", "uid", "counter", "fileData", "mac", "macInput", "lrp"];

    /// <exception cref="CardPopulationException">It is not what is described.</exception>
    public static ImmutableArray<CardPopulation> Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement);
        }
        catch (JsonException error)
        {
            throw new CardPopulationException($"not JSON: {error.Message}");
        }
    }

    /// <inheritdoc cref="Read(string)"/>
    public static ImmutableArray<CardPopulation> Read(JsonElement array)
    {
        Expect(array.ValueKind == JsonValueKind.Array, "populations", "an array");
        var populations = array.EnumerateArray().Select(One).ToImmutableArray();
        foreach (var (name, count) in populations.CountBy(population => population.Name))
            Expect(count == 1, name, "a name of its own");
        return populations;
    }

    private static CardPopulation One(JsonElement given, int index)
    {
        var place = $"populations[{index}]";
        ExpectMembers(given, Members, place);
        var name = Text(given, "name", place);
        Expect(name is { Length: > 0 and <= 64 }, $"{place}.name", "1 to 64 characters");
        var versions = Versions(given, place);
        var population = new CardPopulation(name!, Method(given, place), versions)
        {
            KeyNumber = (byte)Number(given, "keyNumber", 13, place),
            CounterNumber = (byte)Number(given, "counterNumber", 2, place),
            Diversification = new DiversificationInput(
                Bytes(given, "applicationId", place), Bytes(given, "systemIdentifier", place)),
            DesfireApplication = Bytes(given, "desfireApplication", place),
            SecureMessaging = Flag(given, "secureMessaging", usual: true, place),
            Sun = given.TryGetProperty("sun", out var sun) ? Sun(sun, $"{place}.sun") : new SunSettings(),
        };
        var input = population.Diversification;
        Expect(
            input.ApplicationId.Length + input.SystemIdentifier.Length <= DiversificationInput.Longest, place,
            $"applicationId and systemIdentifier of at most {DiversificationInput.Longest} bytes together");
        Expect(
            population.DesfireApplication.Length is 0 or 3, $"{place}.desfireApplication", "6 hexadecimal digits");
        return population;
    }

    private static CardMethod Method(JsonElement given, string place) => Text(given, "method", place) switch
    {
        "password" => CardMethod.Password,
        "sun" => CardMethod.Sun,
        "ultralightAes" => CardMethod.UltralightAes,
        "ntag424" => CardMethod.Ntag424,
        "desfireAes" => CardMethod.DesfireAes,
        "desfireEv2" => CardMethod.DesfireEv2,
        _ => throw Unexpected(
            $"{place}.method", "password, sun, ultralightAes, ntag424, desfireAes or desfireEv2"),
    };

    private static ImmutableArray<int> Versions(JsonElement given, string place)
    {
        var expected = $"an array of versions from 1 to {CardKeyRing.HighestVersion}, each once";
        Expect(
            given.TryGetProperty("versions", out var array) && array.ValueKind == JsonValueKind.Array,
            $"{place}.versions", expected);
        var versions = array.EnumerateArray()
            .Select(each => each.ValueKind == JsonValueKind.Number && each.TryGetInt32(out var value) ? value : 0)
            .ToImmutableArray();
        Expect(
            versions.Length > 0 && versions.All(version => version is >= 1 and <= CardKeyRing.HighestVersion)
                && versions.Distinct().Count() == versions.Length,
            $"{place}.versions", expected);
        return versions;
    }

    private static SunSettings Sun(JsonElement given, string place)
    {
        ExpectMembers(given, SunMembers, place);
        var usual = new SunSettings();
        return new SunSettings(
            OrNone(given, "piccData", usual.PiccDataName, place),
            Text(given, "uid", place) ?? usual.UidName,
            Text(given, "counter", place) ?? usual.CounterName,
            OrNone(given, "fileData", usual.FileDataName, place),
            Text(given, "mac", place) ?? usual.MacName,
            Text(given, "macInput", place) switch
            {
                null or "nothing" => SunMacInput.Nothing,
                "fileData" => SunMacInput.FileData,
                "fileDataToMac" => SunMacInput.FileDataToMac,
                _ => throw Unexpected($"{place}.macInput", "nothing, fileData or fileDataToMac"),
            },
            Flag(given, "lrp", usual.IsLrp, place));
    }

    private static bool Flag(JsonElement given, string name, bool usual, string place) =>
        !given.TryGetProperty(name, out var flag) ? usual
        : flag.ValueKind is JsonValueKind.True or JsonValueKind.False ? flag.GetBoolean()
        : throw Unexpected($"{place}.{name}", "true or false");

    /// <summary>Left out is as usual, null is none.</summary>
    private static string? OrNone(JsonElement given, string name, string? usual, string place) =>
        given.TryGetProperty(name, out _) ? Text(given, name, place) : usual;

    private static string? Text(JsonElement given, string name, string place)
    {
        if (!given.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        Expect(value.ValueKind == JsonValueKind.String, $"{place}.{name}", "text");
        return value.GetString();
    }

    private static int Number(JsonElement given, string name, int highest, string place)
    {
        if (!given.TryGetProperty(name, out var value))
            return 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            && number >= 0 && number <= highest
            ? number
            : throw Unexpected($"{place}.{name}", $"a number from 0 to {highest}");
    }

    private static ImmutableArray<byte> Bytes(JsonElement given, string name, string place)
    {
        var digits = Text(given, name, place) ?? "";
        var bytes = new byte[digits.Length / 2];
        return digits.Length % 2 == 0
            && Convert.FromHexString(digits, bytes, out _, out _) == System.Buffers.OperationStatus.Done
            ? [.. bytes]
            : throw Unexpected($"{place}.{name}", "hexadecimal digits, two a byte");
    }

    private static void ExpectMembers(JsonElement given, ImmutableArray<string> members, string place)
    {
        Expect(given.ValueKind == JsonValueKind.Object, place, "an object");
        foreach (var member in given.EnumerateObject())
            Expect(members.Contains(member.Name), $"{place}.{member.Name}", $"one of {string.Join(", ", members)}");
    }

    private static void Expect(bool good, string place, string expected)
    {
        if (!good)
            throw Unexpected(place, expected);
    }

    private static CardPopulationException Unexpected(string place, string expected) =>
        new($"{place}: expected {expected}");
}
