using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>
/// A terminal asks for what has changed since the list that it has. Not signed: what comes back is, and for all. Topic
/// <c>t/{terminal}/since</c>.
/// </summary>
/// <param name="Era">Of the list that it has.</param>
/// <param name="Version">Its version.</param>
/// <param name="History">As its <see cref="ListManifest"/> says.</param>
public sealed record SinceMessage(
    long Era,
    long Version,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Nonce? History = null)
{
    /// <summary>The list that it has.</summary>
    public ListVersion List() => new(Era, Version);

    /// <summary>The bytes on the wire.</summary>
    public byte[] Write() => UnsignedMessage.Write(this, ContractJson.Default.SinceMessage);

    /// <summary>Reads the bytes on the wire.</summary>
    public static Reading<SinceMessage> Read(ReadOnlySpan<byte> bytes)
    {
        if (!UnsignedMessage.Read(bytes, ContractJson.Default.SinceMessage).Succeeded(out var since, out var error))
            return error;
        return since.Era < 1 || since.Version < 1
            ? new FormatError(FormatErrorKind.BadContent, "era and version start at 1")
            : since;
    }
}
