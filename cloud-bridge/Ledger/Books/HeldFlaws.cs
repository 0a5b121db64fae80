using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Why books cannot take an entry about the journal of a revoked terminal, as <see cref="EntryFlaws"/> has it.
/// </summary>
internal static class HeldFlaws
{
    public static string? Of(LedgerEntry entry, LedgerBooks books) => entry switch
    {
        LedgerEntry.QueueEndHeard heard => OfRevoked(heard.Terminal, books) ??
            (books.Terminal(heard.Terminal).QueueEnd is not null
                ? $"what {heard.Terminal} had written when it was revoked is known already"
                : heard.Epoch < 1 || heard.Sequence < 0
                    ? $"a journal of {heard.Terminal} that ends at {heard.Position()}"
                : null),
        LedgerEntry.RecordHeld held => OfRevoked(held.Terminal, books) ?? OfHeld(held, books.Terminal(held.Terminal)),
        LedgerEntry.HeldDecided decided =>
            OfRevoked(decided.Terminal, books) ?? OfDecision(decided, books.Terminal(decided.Terminal)),
        _ => null,
    };

    private static string? OfRevoked(TerminalId terminal, LedgerBooks books) =>
        !books.TryFind(terminal, out var book) ? $"terminal {terminal} is not enrolled"
        : !book.IsRevoked ? $"terminal {terminal} was not revoked"
        : null;

    private static string? OfHeld(LedgerEntry.RecordHeld held, TerminalBook book)
    {
        if (!StoredLine.Read(held.Line).Succeeded(out var line, out var error))
            return $"a held line of {held.Terminal}: {error.Detail}";
        var position = line.Head.Position;
        var what = $"held record {position} of {held.Terminal}";
        return book.Chain(position.Epoch) is not { } chain ? $"{what}: its epoch was not granted"
            : book.Held.Has(line.Hash) ? $"{what}: it is held already"
            : !book.CanFollow(position, line.Head.Previous, chain) ? $"{what}: it is beyond a gap"
            : !book.Held.HasRoomFor(held.Line.Length) ? $"{what}: no more can be held"
            : null;
    }

    private static string? OfDecision(LedgerEntry.HeldDecided decided, TerminalBook book)
    {
        if (book.Chain(decided.Epoch) is null)
            return $"epoch {decided.Epoch} of {decided.Terminal} was not granted";
        var lines = book.Held.BranchTo(decided.Hash);
        return lines is not [var first, ..] || lines[^1].Position != decided.Position()
                ? $"no record {decided.Position()}:{decided.Hash} of {decided.Terminal} is held"
            : !decided.AreBooked ? null
            : book.Held.FollowsRefused(first.Previous)
                ? $"what {decided.Terminal} wrote before these was refused: what follows it can only be refused as well"
            : book.PlaceOf(first.Position, first.Previous, first.Hash) == Place.Beyond
                ? $"what record {first.Position} of {decided.Terminal} follows is not booked: these can be refused only"
            : null;
    }
}
