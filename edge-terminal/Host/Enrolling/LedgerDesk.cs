using CloudBridge.Contract;
using EdgeTerminal.Store;

namespace EdgeTerminal.Host;

/// <summary>
/// What a terminal has to say to its ledger over HTTPS, and what it hears there: believed only with the signature of
/// the ledger's key.
/// </summary>
/// <param name="client">Reaches it.</param>
/// <param name="site">The site.</param>
/// <param name="terminal">Who asks.</param>
/// <param name="pins">Whose signatures count.</param>
internal sealed class LedgerDesk(LedgerServerClient client, SiteId site, TerminalId terminal, LedgerPins pins)
{
    /// <summary>The ledger has had another key since: its server says which, and that is believed or not.</summary>
    private const string KeysPath = "/v1/ledger-keys";

    /// <summary>Asks how the terminal stands.</summary>
    /// <param name="own">Its key.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>The answer, or why there is none that counts, and when to come again where the server says so.
    /// </returns>
    public async Task<(StandingMessage? Answer, string Why, TimeSpan? Again)> AskAsync(
        ISigner own, CancellationToken cancellation)
    {
        var request = new StandingRequest(site, Addressee.Ledger, terminal, Nonce.Create());
        var reply = await client.PostAsync(
            "/v1/standing", SignedMessage.Sign(request, own).Compact, cancellation);
        if (reply is not ServerReply.Answered { Jwe: var signed })
            return (null, WhyNot(reply), (reply as ServerReply.Refused)?.Again);
        var read = await ReadAsync<StandingMessage>(signed, cancellation);
        return !read.Succeeded(out var answer, out var error) ? (null, error.Detail, null)
            : Flaw(answer, request, own.KeyId) is { } flaw ? (null, flaw, null)
            : (answer, "", null);
    }

    /// <summary>Asks for a new certificate.</summary>
    /// <param name="own">Whose it is.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>The certificate in PEM, or why there is none.</returns>
    public async Task<(string? Certificate, string Why)> RenewAsync(ISigner own, CancellationToken cancellation)
    {
        var request = new RenewalRequest(site, Addressee.Ledger, terminal, Nonce.Create());
        var reply = await client.PostAsync(
            "/v1/certificates", SignedMessage.Sign(request, own).Compact, cancellation);
        if (reply is not ServerReply.Answered { Jwe: var signed })
            return (null, WhyNot(reply));
        var read = await ReadAsync<RenewalMessage>(signed, cancellation);
        return !read.Succeeded(out var answer, out var error) ? (null, error.Detail)
            : answer.Nonce != request.Nonce ? (null, "it answers another request than ours")
            : (answer.Certificate, "");
    }

    /// <summary>Hands lines of the journal in.</summary>
    /// <returns>The ack, read and as it was signed; or why there is none that counts.</returns>
    public async Task<(AckMessage? Ack, ReadOnlyMemory<byte> Signed, string Why)> HandInAsync(
        ReadOnlyMemory<byte> lines, CancellationToken cancellation)
    {
        var reply = await client.PostAsync($"/v1/journals/{terminal}", lines, cancellation);
        if (reply is not ServerReply.Answered { Jwe: var signed })
            return (null, default, WhyNot(reply));
        var read = await ReadAsync<AckMessage>(signed, cancellation);
        return read.Succeeded(out var ack, out var error) ? (ack, signed, "") : (null, default, error.Detail);
    }

    /// <summary>Why an answer is not one to this request, whoever signed it; null: it is.</summary>
    internal static string? Flaw(StandingMessage answer, StandingRequest request, KeyId own) =>
        answer.Nonce != request.Nonce ? "it answers another request than ours"
        : answer.Key != own ? $"the ledger has {answer.Key} for this terminal's key; it is {own}"
        : null;

    private async Task<Reading<T>> ReadAsync<T>(byte[] signed, CancellationToken cancellation)
        where T : class, ISignedMessage<T>
    {
        var reading = Read<T>(signed);
        if (reading.Succeeded(out _, out var error) || error.Kind != FormatErrorKind.UnknownKey ||
            await client.GetAsync(KeysPath, cancellation) is not ServerReply.Answered { Jwe: var statements })
            return reading;
        pins.Take(statements, out _);
        return Read<T>(signed);
    }

    private Reading<T> Read<T>(byte[] signed) where T : class, ISignedMessage<T> =>
        SignedMessage.Read<T>(signed, pins, site, Addressee.Of(terminal));

    private static string WhyNot(ServerReply reply) => reply switch
    {
        ServerReply.Refused refused => $"the server says {refused.Name}: {ServerReply.Quoted(refused.Detail)}",
        ServerReply.Nothing nothing => nothing.Why,
        _ => "the server has no answer yet",
    };
}
