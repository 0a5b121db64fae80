using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// What terminals say of themselves. It decides nothing about money. Nothing of it is stored: the broker keeps the last
/// status of each, and says it to whoever subscribes; of one that vanished it keeps that it vanished, and a ledger that
/// starts then knows no more of it. Written by one thread, read by any.
/// </summary>
public sealed class Fleet
{
    private ImmutableDictionary<TerminalId, long> heard = ImmutableDictionary<TerminalId, long>.Empty;
    private ImmutableDictionary<TerminalId, TerminalWord> words = ImmutableDictionary<TerminalId, TerminalWord>.Empty;

    /// <summary>The last of each that was heard.</summary>
    public IReadOnlyDictionary<TerminalId, TerminalWord> Words => Volatile.Read(ref words);

    /// <summary>
    /// When anything came that is not old on a terminal's topics, by the ledger's time; null: nothing since this
    /// process runs. Of several workers each hears a part.
    /// </summary>
    public long? HeardMilliseconds(TerminalId terminal) =>
        Volatile.Read(ref heard).TryGetValue(terminal, out var at) ? at : null;

    /// <summary>The last word of a terminal.</summary>
    public bool TryFind(TerminalId terminal, [NotNullWhen(true)] out TerminalWord? word) =>
        Volatile.Read(ref words).TryGetValue(terminal, out word);

    /// <summary>Something came on one of a terminal's topics, now.</summary>
    internal void Heard(TerminalId terminal, long wallMilliseconds) =>
        Volatile.Write(ref heard, heard.SetItem(terminal, wallMilliseconds));

    /// <summary>A message came on a terminal's topic.</summary>
    /// <param name="payload">It.</param>
    /// <param name="site">Whose ledger this is.</param>
    /// <param name="book">The terminal's.</param>
    /// <param name="wasKept">The broker had kept it.</param>
    /// <param name="wallMilliseconds">The ledger's time.</param>
    /// <returns>What is wrong with it; null: nothing.</returns>
    internal FormatError? Take(
        ReadOnlyMemory<byte> payload, SiteId site, TerminalBook book, bool wasKept, long wallMilliseconds)
    {
        var isKnown = TryFind(book.Terminal, out var last);
        if (payload.Span.SequenceEqual(StatusMessage.LastWill.Span))
        {
            // Of who has said nothing that he signed there is nothing to be said.
            if (isKnown && last!.VanishedMilliseconds is null && last.Status.Activity != TerminalActivity.Stopped)
                Put(book.Terminal, last with { VanishedMilliseconds = wallMilliseconds });
            return null;
        }
        if (!SignedMessage.Read<StatusMessage>(payload, book.Keys.OfWords, site, Addressee.Ledger)
            .Succeeded(out var status, out var error))
            return error;
        if (status.Terminal != book.Terminal)
            return new FormatError(FormatErrorKind.WrongAddressee, $"it is of {status.Terminal}");
        if (!isKnown || !IsOlder(status, last!.Status, wasKept))
            Put(book.Terminal, new TerminalWord(status, wallMilliseconds, wasKept)
            {
                Signed = payload,
            });
        return null;
    }

    /// <summary>
    /// A terminal that uses a card list, which these books have signed, behind the last that they know of: they were
    /// put back from a backup, and nobody has raised the era. Null: there is none.
    /// </summary>
    internal TerminalWord? AheadOf(LedgerBooks books) => books.TerminalsInUse
        .Select(book => TryFind(book.Terminal, out var word) ? word : null)
        .FirstOrDefault(word => word?.Status.List is { } used && used.Era >= books.Era &&
            (books.LastList is not { } last || used > last));

    /// <summary>
    /// Whoever may write to the broker may say again what the terminal said once. What it says now counts also where an
    /// older image of it says less: that is what somebody must see.
    /// </summary>
    private static bool IsOlder(StatusMessage status, StatusMessage last, bool wasKept) =>
        (wasKept || status.Process == last.Process) &&
        (status.QueueEpoch, status.Boot, status.QueueEnd).CompareTo((last.QueueEpoch, last.Boot, last.QueueEnd)) < 0;

    private void Put(TerminalId terminal, TerminalWord word) =>
        Volatile.Write(ref words, words.SetItem(terminal, word));
}
