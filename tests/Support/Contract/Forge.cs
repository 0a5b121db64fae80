using System.Buffers.Text;
using System.Text;
using CloudBridge.Contract;

namespace Tests.Support;

/// <summary>Makes signed objects that our own writer never would.</summary>
public static class Forge
{
    /// <summary>Signs any header and payload, whatever they say.</summary>
    public static byte[] Sign(string header, string payload, ISigner signer)
    {
        var signingInput = $"{Encode(header)}.{Encode(payload)}";
        var signature = new byte[Jws.SignatureLength];
        signer.Sign(Encoding.ASCII.GetBytes(signingInput), signature);
        return Encoding.ASCII.GetBytes($"{signingInput}.{Base64Url.EncodeToString(signature)}");
    }

    /// <summary>Signs any payload under a good header.</summary>
    public static byte[] Sign(JwsType type, string payload, ISigner signer) =>
        Sign($$"""{"alg":"ES256","kid":"{{signer.KeyId}}","typ":"{{type.Name}}"}""", payload, signer);

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
