using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What a treasurer can decide. Each decision is signed with its note, and never taken back.</summary>
internal sealed class Treasury(SiteId site, ILedgerStore store, ISigner signer, TimeProvider time)
{
    /// <summary>Goes on without records that never came; what waits behind them is booked.</summary>
    /// <param name="terminal">Whose.</param>
    /// <param name="through">The last of them.</param>
    /// <param name="note">Why.</param>
    /// <returns>Why not; null when it is done.</returns>
    public string? CloseGap(TerminalId terminal, RecordPosition through, string note) => Decide(note, draft =>
    {
        var waiting = draft.Books.TryFind(terminal, out var book) ? book.Parked.FirstOf(through.Epoch) : null;
        var closed = new LedgerEntry.GapClosed(
            terminal, through.Epoch, through.Sequence, waiting?.Previous ?? Digest.Zero, "");
        return closed with { Act = Sign(closed.Decision(), note) };
    });

    /// <summary>What was made until then and comes from now on goes to suspense.</summary>
    /// <returns>Why not; null when it is done.</returns>
    public string? ClosePeriod(DateTimeOffset through, string note)
    {
        if (through > time.GetUtcNow())
            return $"{through:u} is still to come: all until then would go to suspense";
        return Decide(note, _ =>
        {
            var closed = new LedgerEntry.PeriodClosed(through.ToUnixTimeMilliseconds(), "");
            return closed with { Act = Sign(closed.Decision(), note) };
        });
    }

    /// <summary>Somebody has looked at it and settled it.</summary>
    /// <returns>Why not; null when it is done.</returns>
    public string? CloseRow(long row, string note) => Decide(note, _ =>
    {
        var closed = new LedgerEntry.RowClosed(row, "");
        return closed with { Act = Sign(closed.Decision(), note) };
    });

    private string Sign(string decision, string note) =>
        TreasurerAct.Sign(site, signer, time.GetUtcNow(), decision, note);

    private string? Decide(string note, Func<LedgerDraft, LedgerEntry> decide)
    {
        if (TreasurerAct.FlawOf(note) is { } flaw)
            return flaw;
        return store.Change(draft =>
        {
            var entry = decide(draft);
            if (EntryFlaws.Of(entry, draft.Books) is { } wrong)
                return wrong;
            draft.Add(entry);
            if (entry is LedgerEntry.GapClosed closed)
                new Ingest(site, draft, signer).Settle(draft.Books.Terminal(closed.Terminal));
            return null;
        });
    }
}
