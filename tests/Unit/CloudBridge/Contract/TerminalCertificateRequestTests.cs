using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CloudBridge.Contract;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Contract;

/// <summary>What a terminal asks to be certified, and what is no such thing.</summary>
public sealed class TerminalCertificateRequestTests : IDisposable
{
    private readonly Es256Signer signer = Es256Signer.Create();

    public static TheoryData<string, string> Wrong
    {
        get
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using var longer = ECDsa.Create(ECCurve.NamedCurves.nistP384);
            using var rsa = RSA.Create(2048);
            string Named(string name) => Pem(new CertificateRequest(name, key, HashAlgorithmName.SHA256));
            var good = Named("CN=bar-1, O=verger");
            var middle = good.Length / 2;
            return new()
            {
                { "empty", "" },
                { "no PEM", "hello" },
                { "a certificate's PEM", good.Replace("CERTIFICATE REQUEST", "CERTIFICATE", StringComparison.Ordinal) },
                { "cut", good[..middle] },
                { "a digit changed", good[..middle] + (good[middle] == 'A' ? 'B' : 'A') + good[(middle + 1)..] },
                { "too long", good + new string('x', 4096) },
                { "no site", Named("CN=bar-1") },
                { "no name", Named("O=verger") },
                { "two names", Named("CN=bar-1, CN=bar-2, O=verger") },
                { "more", Named("CN=bar-1, OU=x, O=verger") },
                { "more in one", Named("CN=bar-1, O=verger, OU=x + L=y") },
                { "the ledger", Named("CN=ledger/verger, O=verger") },
                { "a wildcard", Named("CN=\"#\", O=verger") },
                { "a line more", Named("CN=\"bar-1\nuser x\", O=verger") },
                {
                    "another curve",
                    Pem(new CertificateRequest("CN=bar-1, O=verger", longer, HashAlgorithmName.SHA256))
                },
                {
                    "RSA",
                    Pem(new CertificateRequest(
                        "CN=bar-1, O=verger", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
                },
            };
        }
    }

    public void Dispose() => signer.Dispose();

    [Fact]
    public void What_is_written_is_read()
    {
        var read = TerminalCertificateRequest.Read(
            TerminalCertificateRequest.Write(signer, Site.Id, Site.Bar)).OrThrow();

        Assert.Equal((Site.Id, Site.Bar, signer.KeyId), (read.Site, read.Terminal, read.Key));
    }

    /// <summary>So that those below are refused for what is wrong with them.</summary>
    [Fact]
    public void What_another_program_wrote_is_read_when_it_says_the_same()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        var pem = Pem(new CertificateRequest("CN=bar-1, O=verger", key, HashAlgorithmName.SHA256));

        Assert.Equal("bar-1", TerminalCertificateRequest.Read(pem).OrThrow().Terminal.ToString());
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_none_is_refused_with_what_was_expected(string what, string pem)
    {
        Assert.False(TerminalCertificateRequest.Read(pem).Succeeded(out _, out var error), what);

        Assert.StartsWith(
            "expected what `edge-terminal certificate request` wrote", error.Detail, StringComparison.Ordinal);
    }

    private static string Pem(CertificateRequest request) => request.CreateSigningRequestPem();
}
