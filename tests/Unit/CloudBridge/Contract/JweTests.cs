using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CloudBridge.Contract;

namespace Tests.Unit.CloudBridge.Contract;

public sealed class JweTests : IDisposable
{
    private readonly Es256Signer own = Es256Signer.Create();
    private readonly Es256Signer other = Es256Signer.Create();

    public void Dispose()
    {
        own.Dispose();
        other.Dispose();
    }

    /// <summary>RFC 7518, appendix C: Alice's ephemeral key, Bob's own, and the key for A128GCM between them.</summary>
    [Fact]
    public void The_key_of_the_standards_example_is_derived()
    {
        using var alice = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint
            {
                X = Base64Url.DecodeFromChars("gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0"),
                Y = Base64Url.DecodeFromChars("SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps"),
            },
            D = Base64Url.DecodeFromChars("0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo"),
        });
        using var bob = global::CloudBridge.Contract.PublicKey.Read(new JsonWebKey(
            "EC",
            "P-256",
            "weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ",
            "e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck")).OrThrow();

        var key = Jwe.DeriveKey(bob.Agree(alice), "A128GCM", "Alice", "Bob", 128);

        Assert.Equal("VqqN6vgjbSBcIijNcacQGg", Base64Url.EncodeToString(key));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    public void What_was_encrypted_for_a_key_is_read_with_it_and_with_no_other(int length)
    {
        var plain = RandomNumberGenerator.GetBytes(length);

        var jwe = Jwe.Encrypt(plain, "jose", own.PublicKey);

        Assert.Equal(plain, Jwe.Decrypt(jwe, own).OrThrow());
        Assert.Equal(FormatErrorKind.UnknownKey, ErrorOf(jwe, other));
        Assert.NotEqual(jwe, Jwe.Encrypt(plain, "jose", own.PublicKey));
    }

    /// <summary>Who renames it to his own key has not the key that was agreed on.</summary>
    [Fact]
    public void Another_name_in_its_header_does_not_make_it_anothers()
    {
        var jwe = Encoding.ASCII.GetString(Jwe.Encrypt("secret"u8, "jose", own.PublicKey));
        var header = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(jwe.Split('.')[0]));
        var renamed = Base64Url.EncodeToString(Encoding.ASCII.GetBytes(
            header.Replace(own.KeyId.ToString(), other.KeyId.ToString(), StringComparison.Ordinal)));

        Assert.Equal(
            FormatErrorKind.BadSignature,
            ErrorOf(Encoding.ASCII.GetBytes(renamed + jwe[jwe.IndexOf('.')..]), other));
    }

    [Fact]
    public void No_character_of_it_can_be_changed()
    {
        var jwe = Jwe.Encrypt("secret"u8, "jose", own.PublicKey);

        for (var i = 0; i < jwe.Length; i++)
        {
            var changed = jwe.ToArray();
            changed[i] = changed[i] == (byte)'A' ? (byte)'B' : (byte)'A';
            Assert.False(Jwe.Decrypt(changed, own).Succeeded(out _, out _), $"character {i}");
        }
    }

    [Fact]
    public void Hostile_bytes_cause_the_declared_error_and_nothing_else()
    {
        var jwe = Jwe.Encrypt("secret"u8, "jose", own.PublicKey);
        var chance = new Random(7518);

        for (var run = 0; run < 2_000; run++)
        {
            var changed = jwe.ToList();
            for (var blow = chance.Next(1, 4); blow > 0; blow--)
                switch (chance.Next(3))
                {
                    case 0:
                        changed[chance.Next(changed.Count)] = (byte)chance.Next(256);
                        break;
                    case 1:
                        changed.RemoveRange(0, chance.Next(changed.Count / 2));
                        break;
                    default:
                        changed.Insert(chance.Next(changed.Count), (byte)'.');
                        break;
                }
            Jwe.Decrypt(changed.ToArray(), own).Succeeded(out var plain, out _);
            Assert.True(plain is null || changed.SequenceEqual(jwe));
        }
    }

    [Theory]
    [InlineData("", FormatErrorKind.NotCompactJwe)]
    [InlineData("a.b.c", FormatErrorKind.NotCompactJwe)]
    [InlineData("e30.AA.AAAAAAAAAAAAAAAA.AA.AAAAAAAAAAAAAAAAAAAAAA", FormatErrorKind.NotCompactJwe)]
    [InlineData("e30..AAAAAAAAAAAAAAAA.AA.AAAAAAAAAAAAAAAAAAAAAA", FormatErrorKind.WrongHeader)]
    public void What_is_none_is_refused(string text, FormatErrorKind expected) =>
        Assert.Equal(expected, ErrorOf(Encoding.ASCII.GetBytes(text), own));

    [Fact]
    public void What_is_too_long_is_not_read() =>
        Assert.Equal(FormatErrorKind.TooLong, ErrorOf(new byte[Jwe.LongestBytes + 1], own));

    private static FormatErrorKind ErrorOf(byte[] jwe, Es256Signer key)
    {
        Assert.False(Jwe.Decrypt(jwe, key).Succeeded(out _, out var error));
        return error.Kind;
    }
}
