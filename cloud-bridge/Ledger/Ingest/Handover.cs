using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Takes what terminals hand in over HTTPS, because they are cut off from the broker, and says how each stands. A
/// terminal's key is all that counts; whoever passes lines on that were sent before changes nothing. Anybody may come:
/// signatures are checked and made while nobody waits for the books.
/// </summary>
internal sealed class Handover(SiteId site, ILedgerStore store, ISigner signer)
{
    /// <summary>Is told what became of lines; null: nobody wants to know.</summary>
    public HandedIn? HandedIn { get; init; }

    /// <summary>How a terminal stands that asks.</summary>
    /// <param name="compact">Its <see cref="StandingRequest"/>.</param>
    /// <returns>The answer, signed; or why there is none.</returns>
    public Reading<SignedObject> Answer(ReadOnlyMemory<byte> compact)
    {
        if (!SignedMessage.ReadUnverified<StandingRequest>(compact).Succeeded(out var asked, out var error))
            return error;
        if (Look(asked.Terminal) is not { } asker)
            return NotEnrolled(asked.Terminal);
        if (!SignedMessage.Read<StandingRequest>(compact, asker.Words, site, Addressee.Ledger)
            .Succeeded(out var request, out error))
            return error;
        // The one that has asked: it may be the next one, which has signed no record here yet.
        var key = Jws.OpenUnverified(JwsType.StandingRequest, compact).OrThrow().Key;
        var message = new StandingMessage(site, Addressee.Of(asked.Terminal), request.Nonce, key, asker.Revoked);
        return SignedMessage.Sign(message, signer);
    }

    /// <summary>Takes lines of a terminal's journal, in order, up to the first that cannot be taken now.</summary>
    /// <param name="terminal">Whose.</param>
    /// <param name="payload">As a message of its journal's topic.</param>
    /// <param name="atMilliseconds">The ledger's time, since 1970-01-01T00:00:00Z.</param>
    /// <returns>The ack, which names how far these lines are stored durably; or why there is none: the first line is
    /// not of this terminal's journal.</returns>
    public Reading<SignedObject> Take(
        TerminalId terminal, ReadOnlyMemory<byte> payload, long atMilliseconds)
    {
        if (!JournalBatch.Split(payload).Succeeded(out var lines, out var error))
            return error;
        if (Look(terminal) is not { } asker)
            return NotEnrolled(terminal);
        var (received, own) = (new List<ReceivedLine>(), new List<StoredLine>());
        foreach (var line in lines)
        {
            var one = new ReceivedLine(line, site);
            one.Check(asker.Keys);
            if (!OwnOf(terminal, one, asker.Keys).Succeeded(out var read, out error))
            {
                Tell(terminal, asker.Keys, error, line, atMilliseconds);
                if (own.Count == 0)
                    return error;
                break;
            }
            received.Add(one);
            own.Add(read);
        }
        var outcomes = store.Read(books => WhenDone(books.Terminal(terminal), own)) ??
            store.Change(draft => Take(draft, terminal, received, atMilliseconds));
        HandedIn?.Took(terminal, outcomes, atMilliseconds);
        var ack = store.Read(books =>
        {
            books.LedgerKeys.Demand(signer.KeyId);
            return new AckMessage(site, Addressee.Of(terminal), books.Era, books.Terminal(terminal).StoredEndsOf(own));
        });
        return SignedMessage.Sign(ack, signer);
    }

    /// <summary>A line is not of this terminal's journal: is it signed by it all the same?</summary>
    private void Tell(
        TerminalId terminal, IKeyRing keys, FormatError error, ReadOnlyMemory<byte> line, long atMilliseconds)
    {
        if (Jws.Open(JwsType.Record, line, keys).Succeeded(out _, out _))
            HandedIn?.Took(terminal, [new IngestOutcome.Rejected(error, line)], atMilliseconds);
        else
            HandedIn?.TookStrangers(terminal, error, line, atMilliseconds);
    }

    /// <returns>What is to be said of lines for which the books need not change; null: they have to.</returns>
    private static List<IngestOutcome>? WhenDone(TerminalBook book, List<StoredLine> lines)
    {
        bool IsNotGranted(StoredLine line) => book.Chain(line.Head.Position.Epoch) is null;
        // What waits for others is held with them, so that it can be acknowledged.
        bool IsDone(StoredLine line) => Ingest.IsDone(book, line) &&
            !(book.IsRevoked && book.Parked.Has(line.Hash) && !book.Held.Has(line.Hash));
        return !lines.TrueForAll(line => IsNotGranted(line) || IsDone(line)) ? null
            : lines.Find(IsNotGranted) is not { } first ? []
            : [new IngestOutcome.NotGranted(first.Head.Position, first.Signed.Compact)];
    }

    /// <returns>What became of each, up to the first that cannot be taken now.</returns>
    private List<IngestOutcome> Take(
        LedgerDraft draft, TerminalId terminal, List<ReceivedLine> lines, long atMilliseconds)
    {
        var ingest = new Ingest(draft, signer) { AtMilliseconds = atMilliseconds, IsHandedIn = true };
        var outcomes = new List<IngestOutcome>();
        foreach (var line in lines)
        {
            outcomes.Add(ingest.Take(terminal, line));
            if (outcomes[^1] is IngestOutcome.Rejected or IngestOutcome.NotGranted or IngestOutcome.Refused)
                break;
        }
        return outcomes;
    }

    private static Reading<StoredLine> OwnOf(TerminalId terminal, ReceivedLine line, IKeyRing keys) =>
        !line.Read.Succeeded(out var read, out var error) ? error
        : line.WhyForged(keys) is { } forged ? forged
        : read.Head.Terminal != terminal ? new FormatError(
            FormatErrorKind.WrongAddressee, $"a line of {read.Head.Terminal} for the journal of {terminal}")
        : read;

    /// <returns>Null: nobody of this name is enrolled.</returns>
    private Asker? Look(TerminalId terminal) => store.Read(books =>
    {
        books.LedgerKeys.Demand(signer.KeyId);
        return books.TryFind(terminal, out var book)
            ? new Asker(book.Keys.OfJournals, book.Keys.OfWords, book.Revoked)
            : null;
    });

    private static FormatError NotEnrolled(TerminalId terminal) =>
        new(FormatErrorKind.UnknownKey, $"terminal {terminal} is not enrolled");

    /// <summary>What the books have of who comes.</summary>
    private sealed record Asker(IKeyRing Keys, IKeyRing Words, Revocation? Revoked);
}
