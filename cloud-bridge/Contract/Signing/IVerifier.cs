namespace CloudBridge.Contract;

/// <summary>Checks signatures of one key.</summary>
public interface IVerifier
{
    /// <summary>The key's name.</summary>
    KeyId KeyId { get; }

    /// <summary>
    /// True when the signature was made by this key over these bytes. May be called from several threads at once.
    /// </summary>
    /// <param name="signingInput">The bytes of <c>header.payload</c>.</param>
    /// <param name="signature"><see cref="Jws.SignatureLength"/> bytes.</param>
    bool Verifies(ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature);
}
