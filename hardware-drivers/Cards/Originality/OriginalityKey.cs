using System.Security.Cryptography;

namespace HardwareDrivers.Cards;

/// <summary>A maker's public key: ECDSA over the UID itself, without a hash.</summary>
/// <param name="Name">Of the cards that it signs.</param>
/// <param name="Curve">Object identifier of SEC 2.</param>
/// <param name="X">Of the public point, hexadecimal.</param>
/// <param name="Y">Of the public point, hexadecimal.</param>
public sealed record OriginalityKey(string Name, string Curve, string X, string Y)
{
    /// <summary>Whether the signature is this maker's, over this UID.</summary>
    /// <param name="signature">r and s, half each.</param>
    /// <returns>Null when the system's OpenSSL does not know the curve: it can be built without.</returns>
    public bool? Signed(ReadOnlySpan<byte> uid, ReadOnlySpan<byte> signature)
    {
        try
        {
            using var key = ECDsa.Create(new ECParameters
            {
                Curve = ECCurve.CreateFromOid(new Oid(Curve)),
                Q = new ECPoint { X = Convert.FromHexString(X), Y = Convert.FromHexString(Y) },
            });
            return key.VerifyHash(uid, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        catch (PlatformNotSupportedException)
        {
            return null;
        }
    }
}
