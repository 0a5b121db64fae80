using System.Text.Json;

namespace CloudBridge.Contract;

/// <summary>What went wrong with an HTTP request (RFC 9457).</summary>
/// <param name="Type">Which problem, for programs: <see cref="TypeOf"/>.</param>
/// <param name="Title">Which problem, for people.</param>
/// <param name="Status">The status code.</param>
/// <param name="Detail">What was expected, and what to do.</param>
public sealed record ProblemDocument(string Type, string Title, int Status, string Detail)
{
    /// <summary>Its media type.</summary>
    public const string MediaType = "application/problem+json";

    private const string Prefix = "urn:edge-terminal:problem:";

    /// <summary>The name of the problem, without what all names begin with.</summary>
    public string Name() =>
        Type.StartsWith(Prefix, StringComparison.Ordinal) ? Type[Prefix.Length..] : Type;

    /// <summary>The type of a problem of this name.</summary>
    public static string TypeOf(string name) => Prefix + name;

    /// <summary>Its JSON.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, ContractJson.Default.ProblemDocument);

    /// <summary>Reads one; members that others add are skipped, as RFC 9457, section 3.2, asks.</summary>
    public static Reading<ProblemDocument> Read(ReadOnlySpan<byte> json) =>
        StrictJson.Read(json, ContractJson.Lenient<ProblemDocument>());
}
