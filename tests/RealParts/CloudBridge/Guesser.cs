using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using EdgeTerminal.Host;
using Tests.Support;

namespace Tests.RealParts.CloudBridge;

/// <summary>Somebody who asks a ledger's server to be enrolled, with a program of his own.</summary>
internal static class Guesser
{
    private static readonly SiteId Verger = SiteId.Parse("verger");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The key that the ledger says it has.</summary>
    public static async Task<KeyId> HearAsync(ServedLedger ledger)
    {
        using var client = new LedgerServerClient(
            ledger.Address, LedgerServerClient.ReadAuthorities(new FileInfo(ledger.Authority)), TimeProvider.System);
        using var key = global::CloudBridge.Contract.PublicKey.Read(
            (await client.IntroduceAsync(Cancellation)).LedgerKey).OrThrow();
        return key.KeyId;
    }

    /// <summary>A request; null as PIN: without a proof.</summary>
    public static EnrolmentRequest Request(Es256Signer key, TerminalId terminal, string? pin, KeyId ledger)
    {
        var nonce = Nonce.Create();
        return new EnrolmentRequest(
            EnrolmentRequest.CurrentVersion,
            Verger,
            terminal,
            key.PublicKey.ToJsonWebKey(),
            ledger,
            nonce,
            pin is null
                ? null
                : EnrolmentPin.Prove(EnrolmentPin.Derive(Verger, terminal, pin), key.KeyId, ledger, nonce));
    }

    /// <summary>Tries a PIN that is none, from an address of its own.</summary>
    public static async Task<(HttpStatusCode Status, TimeSpan? Again)> GuessAsync(
        ServedLedger ledger, Es256Signer key, string name, KeyId heard, int from)
    {
        using var authority = X509Certificate2.CreateFromPem(
            await File.ReadAllTextAsync(ledger.Authority, Cancellation));
        using var handler = TrustingHandler.Create(authority);
        handler.ConnectCallback = async (context, cancellation) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse($"127.0.0.{100 + from}"), 0));
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        };
        using var http = new HttpClient(handler) { BaseAddress = ledger.Address };
        var content = new ByteArrayContent(Request(key, TerminalId.Parse(name), "999999", heard).Write(key));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/jose");
        using var answer = await http.PostAsync("/v1/enrolments", content, Cancellation);
        return (answer.StatusCode, answer.Headers.RetryAfter?.Delta);
    }
}
