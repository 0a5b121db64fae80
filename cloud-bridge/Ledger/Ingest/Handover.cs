using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Takes what terminals hand in over HTTPS, because they are cut off from the broker, and says how each stands. A
/// terminal's key is all that counts; whoever passes lines on that were sent before changes nothing. Anybody may come:
/// signatures are checked and made while nobody waits for the books.
/// </summary>
internal sealed class Handover(SiteId site, ILedgerStore store, ISigner signer)
{
    /// <summary>How a terminal stands that asks.</summary>
    /// <param name="compact">Its <see cref="StandingRequest"/>.</param>
    /// <returns>The answer, signed; or why there is none.</returns>
    public Reading<SignedObject> Answer(ReadOnlyMemory<byte> compact)
    {
        if (!StandingRequest.ReadUnverified(compact).Succeeded(out var asked, out var error))
            return error;
        if (Look(asked.Terminal) is not { } asker)
            return NotEnrolled(asked.Terminal);
        if (!SignedMessage.Read<StandingRequest>(compact, asker.Keys, site, Addressee.Ledger)
            .Succeeded(out var request, out error))
            return error;
        var message = new StandingMessage(
            site, Addressee.Of(asked.Terminal), request.Nonce, asker.Key, asker.Revoked);
        return SignedMessage.Sign(message, signer);
    }

    /// <summary>Takes lines of a terminal's journal, in order, up to the first that cannot be taken now.</summary>
    /// <param name="terminal">Whose.</param>
    /// <param name="payload">As a message of its journal's topic.</param>
    /// <param name="atMilliseconds">The ledger's time, since 1970-01-01T00:00:00Z.</param>
    /// <returns>The ack, which names all that is stored durably; or why there is none: the first line is not of this
    /// terminal's journal.</returns>
    public Reading<SignedObject> Take(
        TerminalId terminal, ReadOnlyMemory<byte> payload, long atMilliseconds)
    {
        if (!JournalBatch.Split(payload).Succeeded(out var lines, out var error))
            return error;
        if (Look(terminal) is not { } asker)
            return NotEnrolled(terminal);
        var own = new List<StoredLine>();
        foreach (var line in lines)
            if (ReadOwn(terminal, line, asker.Keys).Succeeded(out var read, out error))
                own.Add(read);
            else if (own.Count == 0)
                return error;
            else
                break;
        if (!store.Read(books => own.TrueForAll(line => IsDone(books.Terminal(terminal), line))))
            store.Change(draft => Take(draft, terminal, own, atMilliseconds));
        var ack = store.Read(books => new AckMessage(
            site, Addressee.Of(terminal), books.Era, books.Terminal(terminal).StoredEnds));
        return SignedMessage.Sign(ack, signer);
    }

    private static bool IsDone(TerminalBook book, StoredLine line) =>
        book.Chain(line.Head.Position.Epoch) is null || Ingest.IsDone(book, line);

    /// <returns>True.</returns>
    private bool Take(LedgerDraft draft, TerminalId terminal, List<StoredLine> lines, long atMilliseconds)
    {
        var ingest = new Ingest(site, draft, signer) { AtMilliseconds = atMilliseconds, IsHandedIn = true };
        foreach (var line in lines)
            if (ingest.Take(terminal, line.Signed.Compact) is
                IngestOutcome.Rejected or IngestOutcome.NotGranted or IngestOutcome.Refused)
                break;
        return true;
    }

    private Reading<StoredLine> ReadOwn(TerminalId terminal, ReadOnlyMemory<byte> line, IKeyRing keys) =>
        !StoredLine.Read(line, site).Succeeded(out var read, out var error) ? error
        : Jws.Verify(read.Signed, keys) is { } forged ? forged
        : read.Head.Terminal != terminal ? new FormatError(
            FormatErrorKind.WrongAddressee, $"a line of {read.Head.Terminal} for the journal of {terminal}")
        : read;

    /// <returns>Null: nobody of this name is enrolled.</returns>
    private Asker? Look(TerminalId terminal) => store.Read(books =>
    {
        books.LedgerKeys.Demand(signer.KeyId);
        return books.TryFind(terminal, out var book) ? new Asker(book.Keys, book.Key.KeyId, book.Revoked) : null;
    });

    private static FormatError NotEnrolled(TerminalId terminal) =>
        new(FormatErrorKind.UnknownKey, $"terminal {terminal} is not enrolled");

    /// <summary>What the books have of who comes.</summary>
    private sealed record Asker(IKeyRing Keys, KeyId Key, Revocation? Revoked);
}
