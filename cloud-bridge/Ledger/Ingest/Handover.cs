using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Takes what terminals hand in over HTTPS, because they are cut off from the broker, and says how each stands. A
/// terminal's key is all that counts; whoever passes lines on that were sent before changes nothing.
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
        return store.Read(books => Answer(books, asked.Terminal, compact));
    }

    private Reading<SignedObject> Answer(LedgerBooks books, TerminalId asker, ReadOnlyMemory<byte> compact)
    {
        books.LedgerKeys.Demand(signer.KeyId);
        if (!books.TryFind(asker, out var book))
            return NotEnrolled(asker);
        if (!SignedMessage.Read<StandingRequest>(compact, book.Keys, site, Addressee.Ledger)
            .Succeeded(out var request, out var error))
            return error;
        var message = new StandingMessage(site, Addressee.Of(asker), request.Nonce, book.Key.KeyId, book.Revoked);
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
        if (store.Change(draft => Take(draft, terminal, lines, atMilliseconds)) is { } flaw)
            return flaw;
        var ack = store.Read(books => new AckMessage(
            site, Addressee.Of(terminal), books.Era, books.Terminal(terminal).Stored));
        return SignedMessage.Sign(ack, signer);
    }

    /// <returns>Why the first line was not taken; null: it was.</returns>
    private FormatError? Take(
        LedgerDraft draft, TerminalId terminal, List<ReadOnlyMemory<byte>> lines, long atMilliseconds)
    {
        if (!draft.Books.TryFind(terminal, out _))
            return NotEnrolled(terminal);
        var ingest = new Ingest(site, draft, signer) { AtMilliseconds = atMilliseconds, IsHandedIn = true };
        foreach (var (index, line) in lines.Index())
            switch (ingest.Take(terminal, line))
            {
                case IngestOutcome.Rejected rejected:
                    return index == 0 ? rejected.Error : null;
                case IngestOutcome.NotGranted or IngestOutcome.Refused:
                    return null;
            }
        return null;
    }

    private static FormatError NotEnrolled(TerminalId terminal) =>
        new(FormatErrorKind.UnknownKey, $"terminal {terminal} is not enrolled");
}
