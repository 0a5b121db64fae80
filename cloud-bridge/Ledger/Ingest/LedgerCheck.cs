using System.Text;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Recomputes the books from the stored lines: every signature, every place, every booking. Two ways to the same
/// balances, the fold of what was booked and the fold of what the facts say, must meet.
/// </summary>
/// <param name="site">The site.</param>
/// <param name="ledgerKeys">Whose signatures count on what the ledger says itself, from the first line on.</param>
/// <param name="terminalKeys">Makes verifiers of terminals' keys; null: <see cref="Es256Keys"/>.</param>
/// <param name="root">May have signed a change of the ledger's key; null: there is none.</param>
internal sealed class LedgerCheck(
    SiteId site, IKeyRing ledgerKeys, IKeyReader? terminalKeys = null, IVerifier? root = null)
{
    private static readonly RowKind[] OfStations = [RowKind.Unrecorded, RowKind.ClosingNumber];

    private readonly LedgerBooks books = new(terminalKeys);
    private readonly List<string> problems = [];
    private IKeyRing own = ledgerKeys;
    private int line;
    private StoredLine? read;

    /// <summary>What is wrong, a sentence each.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>Records that were checked.</summary>
    public int Records { get; private set; }

    /// <summary>The books that the lines give, without those that cannot be right.</summary>
    public LedgerBooks Books => books;

    /// <summary>Checks all entries, in order, from the log's first line.</summary>
    public void Run(IEnumerable<LedgerEntry> entries)
    {
        try
        {
            foreach (var entry in entries)
            {
                line++;
                read = null;
                if (Check(entry) is { } sound)
                    books.Apply(sound, read);
            }
        }
        catch (LedgerDamageException damage)
        {
            problems.Add($"{damage.Message} Nothing from line {line + 1} on was checked.");
        }
        foreach (var asset in books.Balances.GroupBy(row => row.Asset))
            if (asset.Aggregate(Int128.Zero, (sum, row) => sum + row.Amount.MinorUnits) is var sum && sum != 0)
                problems.Add($"{asset.Key}: all accounts together are {sum}; expected 0");
    }

    /// <summary>
    /// Each key vouches for the one before, so whoever writes a log of his own must end it with the key that is in use.
    /// </summary>
    public void EndsWith(KeyId current)
    {
        if (own.Find(current) is null)
            problems.Add($"the last change of the ledger's key does not name the key that is in use, {current}");
    }

    /// <returns>What the books are to take for it; null: nothing.</returns>
    private LedgerEntry? Check(LedgerEntry entry)
    {
        if (entry is LedgerEntry.RecordBooked booked)
            return Check(booked, isBeside: false);
        if (entry is LedgerEntry.ForkBooked fork)
            return Check(fork.Record, isBeside: true) is { } record ? new LedgerEntry.ForkBooked(record) : null;
        if ((EntryFlaws.Of(entry, books) ?? FlawOfSigned(entry)) is not { } flaw)
            return entry;
        problems.Add($"line {line}: {flaw}");
        return null;
    }

    private string? FlawOfSigned(LedgerEntry entry) => entry switch
    {
        LedgerEntry.RecordParked parked => FlawOf(parked),
        LedgerEntry.RecordForked forked when !Open(forked.Terminal, forked.Line).Succeeded(out _, out var error) =>
            $"a fork of {forked.Terminal}: {error}",
        LedgerEntry.KeyAwaited awaited when !Open(awaited.Terminal, awaited.Line).Succeeded(out _, out var error) =>
            $"a first record of {awaited.Terminal}: {error}",
        LedgerEntry.GapClosed { Act: var act } => FlawOf(act),
        LedgerEntry.WaitingEnded { Act: var act } => FlawOf(act),
        LedgerEntry.PeriodClosed { Act: var act } => FlawOf(act),
        LedgerEntry.RowClosed { Act: var act } => FlawOf(act),
        LedgerEntry.SuspenseSettled { Act: var act } => FlawOf(act),
        LedgerEntry.CommandGiven { Act: var act } => FlawOf(act),
        LedgerEntry.ConfigSaid { Act: var act } => FlawOf(act),
        LedgerEntry.WalletRefilled { Act: var act } => FlawOf(act),
        LedgerEntry.WalletRefunded { Act: var act } => FlawOf(act),
        LedgerEntry.TerminalRevoked { Act: var act } => FlawOf(act),
        LedgerEntry.HeldDecided { Act: var act } => FlawOf(act),
        LedgerEntry.QueueEndHeard heard => FlawOf(heard),
        LedgerEntry.RecordHeld held when !Open(held.Terminal, held.Line).Succeeded(out _, out var error) =>
            $"a held record of {held.Terminal}: {error}",
        LedgerEntry.LedgerKeyChanged changed => FlawOf(changed),
        _ => null,
    };

    private string? FlawOf(LedgerEntry.QueueEndHeard heard) =>
        !SignedMessage.Read<StatusMessage>(
            Encoding.ASCII.GetBytes(heard.Status), books.Terminal(heard.Terminal).Keys.OfWords, site, Addressee.Ledger)
            .Succeeded(out var said, out var error) ? $"the last word of {heard.Terminal}: {error}"
        : (said.Terminal, LastWords.EndBy(said, books.Terminal(heard.Terminal))) != (heard.Terminal, heard.Position())
            ? $"the last word of {heard.Terminal} says {said.QueueEpoch}/{said.QueueEnd} of {said.Terminal}"
        : null;

    private string? FlawOf(string act) =>
        ReadOwn<TreasurerAct>(act).Succeeded(out _, out var error) ? null : $"a treasurer's act: {error}";

    /// <summary>From here on the new key alone counts, that of the change's own act as well.</summary>
    private string? FlawOf(LedgerEntry.LedgerKeyChanged changed)
    {
        if (!changed.Read(site).Succeeded(out var statement, out var error))
            return $"a change of the ledger's key: {error}";
        var signed = Jws.OpenUnverified(JwsType.LedgerKey, Encoding.ASCII.GetBytes(changed.Statement)).OrThrow();
        if (Jws.Verify(signed, own) is { } forged &&
            (root is null || Jws.Verify(signed, new KeyRing(root)) is not null))
            return $"a change of the ledger's key: {forged}";
        own = new KeyRing(Es256Keys.Instance.Read(statement.Key));
        return FlawOf(changed.Act);
    }

    private string? FlawOf(LedgerEntry.RecordParked parked)
    {
        if (!Open(parked.Terminal, parked.Line).Succeeded(out var stored, out var error))
            return $"a parked line of {parked.Terminal}: {error}";
        read = stored;
        var (position, previous) = (stored.Head.Position, stored.Head.Previous);
        return books.Terminal(parked.Terminal).PlaceOf(position, previous, stored.Hash) == Place.Beyond
            ? null
            : $"parked record {position} of {parked.Terminal}: it waits for nothing";
    }

    private LedgerEntry.RecordBooked? Check(LedgerEntry.RecordBooked booked, bool isBeside)
    {
        Records++;
        var what = $"line {line}: record {booked.Position()} of {booked.Terminal}";
        if (!Verify(booked, isBeside).Succeeded(out read, out var error))
        {
            problems.Add($"{what}: {(error.Kind == FormatErrorKind.BadContent ? error.Detail : error)}");
            return null;
        }
        // What a build could not read, and so did not book, is no fault of the books now that this one reads it.
        if (booked.IsUnread())
            return booked;
        var expected = booked.IsOfAnEarlierBuild()
            ? new Booking(Bookkeeping.PostingsOfAnEarlierBuild(read, books), EarlierBuilds.FindingsOf(booked))
            : BookingOf(booked, read, isBeside);
        if (booked.Postings != expected.Postings)
            problems.Add($"{what}: booked {booked.Postings}; its fact says {expected.Postings}");
        // Another build may say the same in other words.
        if (!AreAlike(booked, expected))
            problems.Add($"{what}: to look at {EarlierBuilds.FindingsOf(booked)}; expected {expected.Findings}");
        if (FlawOf(booked.Reallocation, expected.Reallocation) is { } flaw)
            problems.Add($"{what}: {flaw}");
        return booked with
        {
            Postings = expected.Postings,
            Findings = booked.IsOfAnEarlierBuild() ? null : expected.Findings,
        };
    }

    /// <summary>By today's rules, or by those that held when nobody wrote down when terminals were enrolled.</summary>
    private Booking BookingOf(LedgerEntry.RecordBooked booked, StoredLine stored, bool isBeside)
    {
        var expected = Bookkeeping.BookingOf(stored, isBeside, booked.AtMilliseconds, books);
        if (booked.Postings == expected.Postings || !books.Terminal(booked.Terminal).IsOfFormerRules)
            return expected;
        var wasUndue = KindsOf(EarlierBuilds.FindingsOf(booked)).Contains(RowKind.Unauthorised);
        return Bookkeeping.BookingOf(stored, isBeside, booked.AtMilliseconds, books, wasUndue);
    }

    /// <summary>An earlier build did not hold meters and closings against what is said again.</summary>
    private bool AreAlike(LedgerEntry.RecordBooked booked, Booking expected)
    {
        var (found, wanted) = (KindsOf(EarlierBuilds.FindingsOf(booked)), KindsOf(expected.Findings));
        return found.SequenceEqual(wanted) ||
            books.Terminal(booked.Terminal).IsOfFormerRules &&
            found.Except(OfStations).SequenceEqual(wanted.Except(OfStations));
    }

    private static List<RowKind> KindsOf(IEnumerable<Finding> findings) => [.. findings.Select(row => row.Kind)];

    private string? FlawOf(string? stored, Reallocation? expected) =>
        stored is null ? expected is null ? null : "its reallocation is missing"
        : !ReadOwn<Reallocation>(stored).Succeeded(out var said, out var error) ? $"its reallocation: {error}"
        : said != expected ? $"reallocated {said.Shifts}; expected {expected?.Shifts}"
        : null;

    /// <summary>Is it signed, by the right terminal, and where it belongs?</summary>
    private Reading<StoredLine> Verify(LedgerEntry.RecordBooked booked, bool isBeside)
    {
        if (!Open(booked.Terminal, booked.Line).Succeeded(out var stored, out var error))
            return error;
        var head = stored.Head;
        if (head.Terminal != booked.Terminal || head.Position != booked.Position())
            return Bad($"its line says {head.Position} of {head.Terminal}");
        if (stored.Hash != booked.Hash)
            return Bad("its line has another hash than was stored");
        var book = books.Terminal(booked.Terminal);
        if (book.Chain(booked.Epoch) is not { } chain)
            return Bad("the terminal or its epoch is not enrolled");
        if (book.WhyKeyWaits(head) is not null)
            return Bad("it is of a key that has not begun its epoch");
        var place = book.PlaceOf(head.Position, head.Previous, booked.Hash);
        var isSound = isBeside ? place == Place.Beside : place is Place.Next or Place.Late;
        return isSound ? stored
            : isBeside ? Bad("it is no fork")
            : Bad($"it does not follow {chain.Epoch}/{chain.Sequence}");
    }

    private Reading<StoredLine> Open(TerminalId terminal, string text)
    {
        if (!books.TryFind(terminal, out var book))
            return Bad("the terminal or its epoch is not enrolled");
        if (!Jws.Open(JwsType.Record, Encoding.ASCII.GetBytes(text), book.Keys.OfJournals)
                .Succeeded(out var signed, out var error) ||
            !RecordLine.ReadHead(signed, site).Succeeded(out var head, out error))
            return error;
        var (line, epoch) = (new StoredLine(signed, head), head.Position.Epoch);
        return !book.Keys.OfJournals.CountsAt(signed.Key, head.Position)
                ? Bad($"its key {signed.Key} does not count at {head.Position}")
            // What waited then was taken before.
            : book.Keys.IsLeft(epoch) && !book.Parked.Has(line.Hash) && !book.Held.Has(line.Hash)
                ? Bad($"the terminal had left its key {signed.Key} before it came")
            : line;
    }

    private Reading<T> ReadOwn<T>(string compact) where T : class, ISignedMessage<T> =>
        SignedMessage.Read<T>(Encoding.ASCII.GetBytes(compact), own, site, Addressee.Ledger);

    private static FormatError Bad(string detail) => new(FormatErrorKind.BadContent, detail);
}
