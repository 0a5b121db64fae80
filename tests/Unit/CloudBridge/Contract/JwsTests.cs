using System.Buffers.Text;
using System.Numerics;
using System.Text;
using CloudBridge.Contract;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Contract;

public sealed class JwsTests : IDisposable
{
    private readonly Site site = new();

    public void Dispose() => site.Dispose();

    [Fact]
    public void What_was_signed_is_read_back()
    {
        var signed = Jws.Sign(JwsType.Record, """{"a":1}"""u8.ToArray(), site.Terminal);

        var read = Jws.Open(JwsType.Record, signed.Compact, site.TerminalKeys).OrThrow();

        Assert.Equal("""{"a":1}"""u8, read.Payload.Span);
        Assert.Equal(signed.Hash(), read.Hash());
    }

    [Theory]
    [InlineData("""{"alg":"ES256","kid":"KID","typ":"et-record"}""", null)]
    [InlineData("""{"typ":"et-record","kid":"KID","alg":"ES256"}""", null)]
    [InlineData("""{"alg":"none","kid":"KID","typ":"et-record"}""", FormatErrorKind.WrongHeader)]
    [InlineData("""{"alg":"HS256","kid":"KID","typ":"et-record"}""", FormatErrorKind.WrongHeader)]
    [InlineData("""{"alg":"ES256","kid":"KID","typ":"et-ack"}""", FormatErrorKind.WrongHeader)]
    [InlineData("""{"alg":"ES256","kid":"KID"}""", FormatErrorKind.WrongHeader)]
    [InlineData("""{"alg":"ES256","kid":"KID","typ":"et-record","crit":["b64"]}""", FormatErrorKind.WrongHeader)]
    [InlineData("""{"alg":"ES256","kid":"KID","typ":"et-record","jwk":{}}""", FormatErrorKind.WrongHeader)]
    [InlineData("""{"alg":"none","alg":"ES256","kid":"KID","typ":"et-record"}""", FormatErrorKind.WrongHeader)]
    [InlineData("""{"alg":"ES256","kid":"bar-1","typ":"et-record"}""", FormatErrorKind.WrongHeader)]
    [InlineData("""["ES256"]""", FormatErrorKind.WrongHeader)]
    [InlineData("", FormatErrorKind.WrongHeader)]
    public void A_header_has_exactly_typ_alg_and_kid(string header, FormatErrorKind? expected)
    {
        var compact = Forge.Sign(
            header.Replace("KID", site.Terminal.KeyId.ToString(), StringComparison.Ordinal), "{}", site.Terminal);

        Assert.Equal(expected, Error(compact));
    }

    [Fact]
    public void A_key_that_is_not_known_here_is_said_so()
    {
        var compact = Jws.Sign(JwsType.Record, "{}"u8.ToArray(), site.Ledger).Compact;

        Assert.Equal(FormatErrorKind.UnknownKey, Error(compact));
    }

    [Fact]
    public void A_changed_payload_is_not_signed()
    {
        var parts = Text(Jws.Sign(JwsType.Record, """{"a":1}"""u8.ToArray(), site.Terminal)).Split('.');
        parts[1] = Base64Url.EncodeToString("""{"a":2}"""u8);

        Assert.Equal(FormatErrorKind.BadSignature, Error(Encoding.ASCII.GetBytes(string.Join('.', parts))));
    }

    /// <summary>ES256 has many good signatures for one content; what chains and acks compare must not differ.</summary>
    [Fact]
    public void Another_good_signature_of_the_same_content_has_the_same_hash()
    {
        var signed = Jws.Sign(JwsType.Record, """{"a":1}"""u8.ToArray(), site.Terminal);
        var twin = Encoding.ASCII.GetBytes(WithMirroredSignature(Text(signed)));

        var read = Jws.Open(JwsType.Record, twin, site.TerminalKeys).OrThrow();

        Assert.NotEqual(signed.Compact.ToArray(), twin);
        Assert.Equal(signed.Hash(), read.Hash());
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a.b")]
    [InlineData("{}.{}.{}")]
    public void Three_parts_of_canonical_base64url_are_expected(string text) =>
        Assert.Equal(FormatErrorKind.NotCompactJws, Error(Encoding.ASCII.GetBytes(text)));

    [Theory]
    [InlineData("padded")]
    [InlineData("padded with percent")]
    [InlineData("percent")]
    [InlineData("white space")]
    [InlineData("trailing bits")]
    [InlineData("short")]
    [InlineData("fourth part")]
    public void One_content_has_one_text(string fault)
    {
        var good = Text(Jws.Sign(JwsType.Record, """{"a":1}"""u8.ToArray(), site.Terminal));
        var bad = fault switch
        {
            "padded" => good + "==",
            "padded with percent" => good + "%%",
            "percent" => good[..^1] + "%",
            "white space" => good.Insert(good.Length - 10, "\n"),
            "trailing bits" => good[..^1] + (char)(good[^1] + 1),
            "short" => good[..^4],
            _ => good + ".AA",
        };

        Assert.Equal(FormatErrorKind.NotCompactJws, Error(Encoding.ASCII.GetBytes(bad)));
    }

    [Fact]
    public void A_line_is_at_most_16_KiB_long()
    {
        var tooLong = new byte[16 * 1024];

        Assert.Throws<ArgumentException>(() => Jws.Sign(JwsType.Record, tooLong, site.Terminal));
        Assert.Equal(FormatErrorKind.TooLong, Error(new byte[16 * 1024 + 1]));
    }

    [Fact]
    public void A_public_key_is_read_back_from_its_jwk_under_the_same_name()
    {
        var jwk = site.Terminal.PublicKey.ToJsonWebKey();

        using var key = PublicKey.Read(jwk).OrThrow();

        Assert.Equal(site.Terminal.KeyId, key.KeyId);
        Assert.Equal(jwk.KeyId, key.KeyId.ToString());
    }

    [Theory]
    [InlineData("RSA", "P-256", "ok")]
    [InlineData("EC", "P-384", "ok")]
    [InlineData("EC", "P-256", "AA")]
    [InlineData("EC", "P-256", "not on the curve")]
    public void A_key_that_is_no_point_of_P_256_is_refused(string type, string curve, string x)
    {
        var good = site.Terminal.PublicKey.ToJsonWebKey();
        var jwk = good with
        {
            KeyType = type,
            Curve = curve,
            X = x switch { "ok" => good.X, "AA" => "AA", _ => Base64Url.EncodeToString(new byte[32]) },
        };

        Assert.False(PublicKey.Read(jwk).Succeeded(out _, out var error));
        Assert.Equal(FormatErrorKind.BadContent, error.Kind);
    }

    private FormatErrorKind? Error(ReadOnlyMemory<byte> compact) =>
        Jws.Open(JwsType.Record, compact, site.TerminalKeys).Succeeded(out _, out var error) ? null : error.Kind;

    private static string Text(SignedObject signed) => Encoding.ASCII.GetString(signed.Compact.Span);

    /// <summary>(r, n − s) verifies wherever (r, s) does; n is the order of P-256 (SEC 2, section 2.4.2).</summary>
    private static string WithMirroredSignature(string compact)
    {
        var order = BigInteger.Parse(
            "0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551",
            System.Globalization.NumberStyles.HexNumber);
        var dot = compact.LastIndexOf('.');
        var signature = Base64Url.DecodeFromChars(compact.AsSpan(dot + 1));
        var s = order - new BigInteger(signature.AsSpan(32), isUnsigned: true, isBigEndian: true);
        signature.AsSpan(32).Clear();
        var bytes = s.ToByteArray(isUnsigned: true, isBigEndian: true);
        bytes.CopyTo(signature.AsSpan(64 - bytes.Length));
        return compact[..(dot + 1)] + Base64Url.EncodeToString(signature);
    }
}
