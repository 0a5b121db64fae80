namespace CloudBridge.Contract;

/// <summary>
/// Signs for one identity. An interface, so that a secure element or the simulator's keyed hash can take its place.
/// </summary>
public interface ISigner
{
    /// <summary>Goes into the header as <c>kid</c>.</summary>
    KeyId KeyId { get; }

    /// <summary>Signs a JWS signing input.</summary>
    /// <param name="signingInput">The bytes of <c>header.payload</c>.</param>
    /// <param name="signature"><see cref="Jws.SignatureLength"/> bytes, r then s (RFC 7518, section 3.4).</param>
    void Sign(ReadOnlySpan<byte> signingInput, Span<byte> signature);
}
