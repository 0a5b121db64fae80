using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using CloudBridge.Contract;
using CloudBridge.Mqtt;

namespace Tests.Support;

/// <summary>What somebody at the broker may send who means ill, or whose program is wrong.</summary>
/// <param name="Name">For a failure's text.</param>
/// <param name="Bytes">The payload.</param>
public sealed partial record HostilePayload(string Name, byte[] Bytes)
{
    private static readonly JwsType[] SignedTypes =
    [
        JwsType.Record, JwsType.Ack, JwsType.Beat, JwsType.Status, JwsType.List, JwsType.Delta, JwsType.Config,
        JwsType.Command, JwsType.Keys,
    ];

    /// <summary>Signed by nobody, and taken on no topic.</summary>
    public static IReadOnlyList<HostilePayload> Unsigned { get; } =
    [
        new("nothing", []),
        new("one zero byte", [0]),
        new("random bytes", RandomNumberGenerator.GetBytes(5_000)),
        new("not UTF-8", [(byte)'{', (byte)'"', 0xC3, 0x28, (byte)'"', (byte)':', (byte)'1', (byte)'}']),
        new("a byte order mark", [0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}']),
        Text("null", "null"),
        Text("an empty object", "{}"),
        Text("an empty array", "[]"),
        Text("half an object", """{"epoch":1,"from":"""),
        Text("deep arrays", new string('[', 900)),
        Text("deeper objects", string.Concat(Enumerable.Repeat("""{"a":""", 10_000))),
        Text("a member twice", """{"epoch":1,"epoch":1,"from":1,"through":2}"""),
        Text("an ask's member twice", """{"boot":1,"boot":1,"monotonicMilliseconds":1,"nonce":"00"}"""),
        Text("an unknown member", """{"epoch":1,"from":1,"through":2,"to":"me"}"""),
        Text("numbers beyond 2^53", """{"epoch":9007199254740993,"from":1,"through":9223372036854775807}"""),
        Text("numbers below", """{"epoch":-1,"from":-9007199254740993,"through":0}"""),
        Text("fractions", """{"epoch":1.5,"from":1e3,"through":1e400}"""),
        Text("a nonce that is none", """{"boot":1,"monotonicMilliseconds":1,"nonce":"zz"}"""),
        Text(
            "an ask's number beyond 2^53",
            $$"""{"boot":1,"monotonicMilliseconds":1e99,"nonce":"{{new string('0', 32)}}"}"""),
        Text("trailing bytes", """{"epoch":1,"from":1,"through":2}{}"""),
        Text("a log line of its own", "{\"\\n[INF] all is well\":1}"),
        Text("dots", ".."),
        Text("many dots", new string('.', 60_000)),
        Text("newlines", new string('\n', 2_000)),
        Text("base64url and dots", $"{new string('A', 400)}.{new string('A', 400)}.{new string('A', 86)}"),
        new("more than any topic takes", Encoding.ASCII.GetBytes(new string('A', MqttOptions.LargestPacket - 200))),
    ];

    /// <summary>A good object that was bent in every way; none may be taken where it would have been.</summary>
    /// <param name="type">Of the good one.</param>
    /// <param name="good">The good one, for terminal <c>bar-1</c> or all terminals of site <c>verger</c>.</param>
    /// <param name="right">Who signed it.</param>
    public static IEnumerable<HostilePayload> Bend(JwsType type, SignedObject good, ISigner right)
    {
        var json = Encoding.UTF8.GetString(good.Payload.Span);
        return
        [
            .. BendBytes(good.Compact.ToArray()),
            .. BendHeader(type, json, right),
            .. BendContent(json)
                .Where(row => row.Json != json)
                .Select(row => new HostilePayload(row.Name, Forge.Sign(type, row.Json, right))),
        ];
    }

    private static IEnumerable<HostilePayload> BendBytes(byte[] good)
    {
        foreach (var length in new[] { 1, 50, good.Length / 2, good.Length - 87, good.Length - 1 })
            yield return new($"cut to {length}", good[..length]);
        foreach (var place in new[] { 0, 10, good.Length / 2, good.Length - 50 })
            yield return new($"changed at {place}", [.. good[..place], Other(good[place]), .. good[(place + 1)..]]);
        yield return new("with padding", [.. good, (byte)'=']);
        yield return new("with a part more", [.. good, .. ".AAAA"u8]);
        yield return new("with a space before", [(byte)' ', .. good]);
        yield return new("with a zero behind", [.. good, 0]);
        yield return new("twice", [.. good, .. good]);
    }

    private static IEnumerable<HostilePayload> BendHeader(JwsType type, string json, ISigner right)
    {
        using var stranger = Es256Signer.Create();
        var key = right.KeyId;
        yield return new("signed by a stranger", Forge.Sign(type, json, stranger));
        yield return Header("signed by a stranger in the right name", Good(type.Name), stranger);
        yield return Header("alg none", $$"""{"alg":"none","kid":"{{key}}","typ":"{{type.Name}}"}""", right);
        yield return Header("no alg", $$"""{"kid":"{{key}}","typ":"{{type.Name}}"}""", right);
        yield return Header(
            "a header more", $$"""{"alg":"ES256","kid":"{{key}}","typ":"{{type.Name}}","crit":[]}""", right);
        foreach (var other in SignedTypes.Where(other => other != type))
            yield return Header($"as {other.Name}", Good(other.Name), right);

        string Good(string typ) => $$"""{"alg":"ES256","kid":"{{key}}","typ":"{{typ}}"}""";
        HostilePayload Header(string name, string header, ISigner signer) =>
            new(name, Forge.Sign(header, json, signer));
    }

    private static IEnumerable<(string Name, string Json)> BendContent(string json)
    {
        yield return ("for another site", json.Replace("\"verger\"", "\"pressoir\"", StringComparison.Ordinal));
        yield return ("of another terminal", json.Replace("\"bar-1\"", "\"bar-2\"", StringComparison.Ordinal));
        yield return ("for another terminal", Regex.Replace(json, "\"to\":\"[^\"]*\"", "\"to\":\"terminal/bar-2\""));
        yield return ("for the other end", Regex.Replace(json, "\"to\":\"[^\"]*\"", "\"to\":\"ledger\""));
        yield return ("site twice", json[..^1] + ""","site":"verger"}""");
        yield return ("an unknown member", json[..^1] + ""","more":1}""");
        yield return ("without its site", json.Replace("\"site\":\"verger\",", "", StringComparison.Ordinal));
        yield return ("a number beyond 2^53", FirstNumber().Replace(json, "$1:9007199254740993", 1));
        yield return ("a fraction", FirstNumber().Replace(json, "$1:1.5", 1));
        yield return ("a text for a number", FirstNumber().Replace(json, "$1:\"1\"", 1));
        yield return ("null for a number", FirstNumber().Replace(json, "$1:null", 1));
        yield return ("a number below zero", FirstNumber().Replace(json, "$1:-1", 1));
        yield return ("nothing in it", "{}");
        yield return ("null", "null");
        yield return ("deep", string.Concat(Enumerable.Repeat("""{"site":""", 100)));
    }

    private static HostilePayload Text(string name, string text) => new(name, Encoding.UTF8.GetBytes(text));

    private static byte Other(byte one) => (byte)(one == 'A' ? 'B' : 'A');

    [GeneratedRegex("(\"[a-zA-Z]+\"):[0-9]+")]
    private static partial Regex FirstNumber();
}
