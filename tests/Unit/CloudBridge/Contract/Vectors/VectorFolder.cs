using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CloudBridge.Contract;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Contract.Vectors;

/// <summary>docs/formats/vectors: files that were made once, and the keys that they were signed with.</summary>
internal static class VectorFolder
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    public static VectorFile Read(string name) =>
        JsonSerializer.Deserialize<VectorFile>(File.ReadAllBytes(PathOf(name)), Json)!;

    /// <summary>What a file has now; null when there is none yet.</summary>
    public static VectorFile? Known(string name) => File.Exists(PathOf(name)) ? Read(name) : null;

    public static string Write(VectorFile file) => JsonSerializer.Serialize(file, Json) + "\n";

    /// <summary>The signer whose key everybody knows.</summary>
    /// <param name="owner"><c>terminal</c> or <c>ledger</c>.</param>
    public static Es256Signer Signer(string owner)
    {
        var jwk = JsonNode.Parse(File.ReadAllBytes(PathOf("keys.json")))![owner]!;
        byte[] Bytes(string member) => Base64Url.DecodeFromChars(jwk[member]!.GetValue<string>());
        using var key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Bytes("x"), Y = Bytes("y") },
            D = Bytes("d"),
        });
        return Es256Signer.ReadPem(key.ExportPkcs8PrivateKeyPem()).OrThrow();
    }

    private static string PathOf(string name) => Path.Combine(Checkout.Root, "docs", "formats", "vectors", name);
}
