using CloudBridge.Contract;

namespace EdgeTerminal.Host;

/// <summary>
/// Has a terminal enrolled: asks with its key, shows the words, waits for the operator, keeps what he gives. Run again
/// after whatever happened, it goes on with the same key and the same words.
/// </summary>
/// <param name="client">Reaches the ledger.</param>
/// <param name="folder">Keeps key and files.</param>
/// <param name="credentials">Name and PIN.</param>
/// <param name="output">For people: words, and what to do.</param>
/// <param name="time">For how long to wait.</param>
internal sealed class EnrolmentSession(
    LedgerServerClient client,
    IEnrollingFolder folder,
    Credentials credentials,
    TextWriter output,
    TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Goes through all of it.</summary>
    /// <param name="patience">How long to wait for the operator.</param>
    /// <param name="cancellation">Ends it; the request stands.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="EnrolmentException">It did not come to its end.</exception>
    public async Task<EnrolmentAnswer> RunAsync(TimeSpan patience, CancellationToken cancellation)
    {
        var site = await client.IntroduceAsync(cancellation);
        if (!PublicKey.Read(site.LedgerKey).Succeeded(out var ledger, out var error))
            throw new EnrolmentException($"The server's ledger key is none: {error.Detail}.");
        using var ledgerKey = ledger;
        var known = folder.Identity();
        string? pin = null;
        if (known is null)
        {
            var name = folder.Name ?? await credentials.NameAsync(cancellation);
            pin = await credentials.PinAsync(name, cancellation);
            known = folder.Make(site.Site, name);
        }
        var isNew = pin is not null;
        var (signer, ofSite, terminal) = known.Value;
        using var own = signer;
        if (ofSite != site.Site)
            throw new EnrolmentException(
                $"The server is of site {site.Site}; the state is of terminal {terminal} at {ofSite}. Expected that " +
                "site's server, or another --state.");
        var asking = new Asking(own, site, terminal, ledgerKey);
        folder.Hear(site.LedgerKey, ledgerKey.KeyId);
        // Before anything that the server says is shown.
        var words = EnrolmentWords.Of(own.KeyId, ledgerKey.KeyId);
        output.WriteLine($"Words: {words}");

        var (request, reply) = isNew ? default : await AskAsync(asking, proof: null, cancellation);
        // What was begun and does not stand any more is not gone on with.
        if (!isNew && folder.Replaces is not null && reply is ServerReply.Refused { Name: "pin-needed" or "refused" })
        {
            folder.Forget();
            output.WriteLine("The next key that was made before counts no more. Another one is made.");
            return await RunAsync(patience, cancellation);
        }
        if (reply is null or ServerReply.Refused { Name: "pin-needed" })
        {
            pin ??= await credentials.PinAsync(terminal, cancellation);
            (request, reply) = await AskAsync(asking, EnrolmentPin.Derive(site.Site, terminal, pin), cancellation);
        }
        if (reply is ServerReply.Refused && isNew)
            folder.Forget();
        Check(reply);
        output.WriteLine(
            $"The operator types them: ledger terminal confirm {terminal} {words.Replace(' ', '-')}");
        var answer = await WaitAsync(asking, request!, reply, patience, cancellation);
        return await credentials.OperatorTookTheWordsAsync(cancellation)
            ? answer
            : throw new EnrolmentException(
                "An answer has come, and nothing of it was kept: anybody could have sent it. Expected the line " +
                "\"yes\" once the operator's own ledger has taken the words. Run this again, it goes on without a " +
                "PIN.");
    }

    private async Task<EnrolmentAnswer> WaitAsync(
        Asking asking, EnrolmentRequest request, ServerReply reply, TimeSpan patience, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        while (reply is not ServerReply.Answered)
        {
            if (time.GetElapsedTime(began) >= patience)
                throw new EnrolmentException(
                    $"Nobody has confirmed {request.Terminal} for {patience.TotalMinutes:0.#} minutes." +
                    $"{(reply is ServerReply.Nothing nothing ? $" {nothing.Why}" : "")} The request stands for a " +
                    "day: run this again, it goes on without a PIN.");
            await Task.Delay(Pause, time, cancellation);
            // A network that comes and goes is waited for.
            (request, reply) = await AskAsync(asking, proof: null, cancellation);
            if (reply is ServerReply.Refused)
                Check(reply);
        }
        var read = EnrolmentAnswer.Read(
            ((ServerReply.Answered)reply).Jwe, request, asking.Own, asking.Ledger);
        return read.Succeeded(out var answer, out var error)
            ? answer
            : throw new EnrolmentException(
                $"The server's answer is not for us: {error}. Expected the answer of the ledger whose key made the " +
                "words above. Nothing was kept; run this again, and if it says so again, somebody stands between.");
    }

    private async Task<(EnrolmentRequest Request, ServerReply Reply)> AskAsync(
        Asking asking, Digest? proof, CancellationToken cancellation)
    {
        var (own, site, terminal, ledger) = asking;
        var nonce = Nonce.Create();
        var request = new EnrolmentRequest(
            EnrolmentRequest.CurrentVersion,
            site.Site,
            terminal,
            own.PublicKey.ToJsonWebKey(),
            ledger.KeyId,
            nonce,
            proof is { } derived ? EnrolmentPin.Prove(derived, own.KeyId, ledger.KeyId, nonce) : null,
            folder.Replaces);
        return (request, await client.AskAsync(request.Write(own), cancellation));
    }

    private static void Check(ServerReply reply)
    {
        switch (reply)
        {
            case ServerReply.Refused { Again: { } after } refused:
                throw new EnrolmentException(
                    $"{Quoted(refused.Detail)} Come again in {Math.Ceiling(after.TotalMinutes)} minutes.");
            case ServerReply.Refused { Name: "pin-needed" }:
                throw new EnrolmentException(
                    "The request does not stand any more. Have the terminal created again: ledger terminal create");
            case ServerReply.Refused refused:
                throw new EnrolmentException(Quoted(refused.Detail));
            case ServerReply.Nothing nothing:
                throw new EnrolmentException($"{nothing.Why} Run this again when it can be reached.");
        }
    }

    private static string Quoted(string detail) => $"The server says: {ServerReply.Quoted(detail)}";

    private sealed record Asking(Es256Signer Own, SiteIntroduction Site, TerminalId Terminal, PublicKey Ledger);
}
