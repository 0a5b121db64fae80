using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Why books cannot take an entry about a terminal's keys, as <see cref="EntryFlaws"/> has it.</summary>
internal static class KeyFlaws
{
    public static string? Of(LedgerEntry.TerminalKeyGranted granted, LedgerBooks books) =>
        EntryFlaws.OfKey(granted.Terminal, granted.Key) ??
        OfGrant(granted.Terminal, granted.Key, books) ??
        (granted.Epoch != books.Terminal(granted.Terminal).Epoch + 1
            ? $"epoch {granted.Epoch} of {granted.Terminal} after epoch {books.Terminal(granted.Terminal).Epoch}"
            : null);

    /// <summary>Why a terminal cannot be granted this key; null when it can.</summary>
    /// <param name="terminal">Which.</param>
    /// <param name="jwk">A good key.</param>
    /// <param name="books">As they are.</param>
    public static string? OfGrant(TerminalId terminal, JsonWebKey jwk, LedgerBooks books)
    {
        if (!books.TryFind(terminal, out var book))
            return $"terminal {terminal} is not enrolled";
        using var key = PublicKey.Read(jwk).OrThrow();
        return EntryFlaws.OfRevoked(terminal, books) is { } revoked ? revoked
            : book.Key.KeyId == key.KeyId ? $"key {key.KeyId} is the one that {terminal} has"
            : book.Keys.IsFormer(key.KeyId) ? $"key {key.KeyId} was left by {terminal}, and does not come back"
            : book.Keys.Waiting is not null && book.Keys.Granted!.Key.KeyId != key.KeyId
                ? $"a record of {terminal} under key {book.Keys.Granted.Key.KeyId} is here, and waits for " +
                  $"{book.Keys.Waiting.Ended.Position()}: the terminal has changed to that key. If another one is to " +
                  $"take its place all the same, take it back first (ledger terminal refuse {terminal})"
            : book.Keys.Granted is null && EntryFlaws.CountKeys(books) >= EntryFlaws.MostTerminals
                ? $"a site's terminals have at most {EntryFlaws.MostTerminals} keys, former ones counted: revoke " +
                  "terminals that are gone, or enrol the machine under another name and revoke this one"
            : book.Chains.Count() >= EntryFlaws.MostEpochs
                ? $"{terminal} has {EntryFlaws.MostEpochs} epochs: enrol the machine under another name"
            : null;
    }

    public static string? Of(LedgerEntry.KeyAwaited awaited, LedgerBooks books) =>
        !StoredLine.Read(awaited.Line).Succeeded(out var line, out var error)
            ? $"a first record of {awaited.Terminal}: {error.Detail}"
        : !books.TryFind(awaited.Terminal, out var book) ? $"terminal {awaited.Terminal} is not enrolled"
        : book.Keys.Waiting is not null || book.WhyKeyWaits(line.Head) is not { Awaits: not null }
            ? $"record {line.Head.Position} of {awaited.Terminal} is no first one of a key that waits"
        : null;

    /// <summary>Why nobody can go on without the record with which a terminal's present key ends; null: he can.
    /// </summary>
    public static string? OfEnd(RecordName ended, KeyId key, EpochChain chain, TerminalBook book) =>
        book.Key.KeyId != key ? $"terminal {book.Terminal} has another key than {key}"
        : book.GapAtEnd(chain) is not { } gap || gap.Ended != ended
            ? $"no record under another key of {book.Terminal} waits for {ended.Position()} {ended.Hash}"
        : book.Parked.Has(ended.Hash)
            ? $"the gap of {book.Terminal} before record {ended.Position()} comes first"
        : !gap.HasOthers && ended.Sequence - chain.Sequence > EntryFlaws.LargestGap
            ? $"a gap of more than {EntryFlaws.LargestGap} records"
        : null;

    public static string? Of(LedgerEntry.TerminalRefused refused, LedgerBooks books) =>
        refused.Key is not { } key ? null
        : !books.TryFind(refused.Terminal, out var book) || book.Keys.Granted?.Key.KeyId != key
            ? $"{refused.Terminal} was not granted key {key}, or has it"
        : book.Held.Undecided.Any(line => line.Position.Epoch == book.Keys.Granted.Epoch)
            ? $"records of {refused.Terminal} under key {key} wait for a treasurer: decide on them first (ledger " +
              $"terminal held {refused.Terminal})"
        : null;

    /// <summary>
    /// Under a key that was left nothing comes any more: what waits there for a gap is not what the terminal wrote.
    /// </summary>
    public static string OfLeftGap(TerminalId terminal, long epoch) =>
        $"{terminal} has left the key of epoch {epoch}: what waits there is booked beside its chain " +
        "(ledger book-waiting)";

    /// <summary>What whoever takes back the key that a terminal was granted should know; null: nothing.</summary>
    public static string? WarningOfRefusal(TerminalId terminal, LedgerBooks books) =>
        !books.TryFind(terminal, out var book) || book.Keys.Granted is not { Key.KeyId: var key } ? null
        : book.Keys.Waiting is { Ended: var ended }
            ? $"a record of {terminal} under key {key} is here, and waits for {ended.Position()}: the terminal has " +
              "changed its key, and nothing that it writes is taken until that key is granted again"
        : book.IsRevoked
            ? $"terminal {terminal} was revoked, and cannot be granted key {key} again: if it has changed its key, " +
              "nothing that it hands in under that one is taken"
        : null;

    /// <summary>The epoch of a key that waits is the next one: the terminal may be writing in it.</summary>
    public static string? OfGrantBeside(TerminalBook book) => book.Keys.Granted is { Epoch: var epoch }
        ? $"{book.Terminal} was granted another key for epoch {epoch}, which has signed nothing here yet: if it " +
          $"never will, take it back first (ledger terminal refuse {book.Terminal})"
        : null;

    /// <summary>Of the epoch that a granted key begins its first record comes first, and when it may.</summary>
    public static string? Of(LedgerEntry.RecordBooked booked, TerminalBook book) =>
        booked.Epoch == book.Keys.Granted?.Epoch &&
        (StoredLine.Find(booked.Line) is not { } line || book.WhyKeyWaits(line.Head) is not null)
            ? "it is of a key that has not begun its epoch"
            : null;
}
