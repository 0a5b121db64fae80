using System.Buffers.Text;
using CloudBridge.Contract;

namespace Tests.Unit.CloudBridge.Contract.Vectors;

/// <summary>Signs with a signature that was made before, so that an object can be made again byte for byte.</summary>
internal sealed class GivenSignature(KeyId keyId, string? signature = null) : ISigner
{
    public KeyId KeyId => keyId;

    public void Sign(ReadOnlySpan<byte> signingInput, Span<byte> bytes)
    {
        bytes.Clear();
        if (signature is not null)
            Base64Url.DecodeFromChars(signature, bytes);
    }
}
