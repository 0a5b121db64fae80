namespace CloudBridge.Contract;

/// <summary>A signed object and its parts.</summary>
public sealed class SignedObject
{
    private readonly int signingLength;

    internal SignedObject(
        ReadOnlyMemory<byte> compact,
        int signingLength,
        ReadOnlyMemory<byte> payload,
        KeyId key,
        ReadOnlyMemory<byte> signature)
    {
        Compact = compact;
        this.signingLength = signingLength;
        Payload = payload;
        Key = key;
        Signature = signature;
    }

    /// <summary>The whole, as it stands in files and on the wire: <c>header.payload.signature</c>.</summary>
    public ReadOnlyMemory<byte> Compact { get; }

    /// <summary>What was signed: <c>header.payload</c>.</summary>
    public ReadOnlyMemory<byte> SigningInput => Compact[..signingLength];

    /// <summary>The payload's JSON.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>By which key it says it was signed.</summary>
    public KeyId Key { get; }

    /// <summary>Its signature: r and s.</summary>
    internal ReadOnlyMemory<byte> Signature { get; }

    /// <summary>
    /// SHA-256 over the signing input: what chains, acks and fork tests compare. Never over the signature, of which
    /// there are many good ones for one content.
    /// </summary>
    public Digest Hash() => Digest.Of(SigningInput.Span);
}
