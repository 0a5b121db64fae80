using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// All that somebody must look at: the rows that stay, gaps that are open now, and what was rejected.
/// </summary>
internal static class ReconcileReport
{
    /// <summary>A terminal of which nothing came for a day.</summary>
    public const string Silent = "unacknowledged";

    /// <summary>What a revoked terminal handed in.</summary>
    public const string Held = "held";

    /// <summary>Money in suspense.</summary>
    public const string Waiting = "suspense";

    private const string Missing = "gap";

    /// <summary>So long a terminal may say nothing: longer than a night.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromHours(24);

    /// <summary>What to do about records that are missing now.</summary>
    public const string ToDoOfOpenGap =
        "it fills by itself within seconds; if it stays, see whether this ledger was restored (ledger raise-era), or " +
        "hand the terminal's journal in (ledger ingest), else ledger close-gap";

    /// <summary>What to do about records that wait under a key that the terminal has left.</summary>
    public const string ToDoOfLeftGap =
        "the terminal has left that key, and nothing that is missing there is taken: see what the row formerKey " +
        "says, then ledger book-waiting";

    /// <summary>What to do about what a revoked terminal handed in.</summary>
    public const string ToDoOfHeld =
        "find out who had the machine when this was written: then ledger terminal book-held --through the last " +
        "record and its hash, which books this branch, or ledger terminal refuse-held, and nothing in it counts";

    /// <summary>What to do about money that waits for somebody.</summary>
    public const string ToDoOfSuspense =
        "the row that it came with says why: settle it with the guest (ledger reconcile settle), and close that row " +
        "only then";

    /// <summary>What to do about a terminal of which nothing comes.</summary>
    public const string ToDoOfSilence =
        "bring it into reach of the broker, or hand its journal in: edge-terminal journal export, ledger ingest";

    /// <summary>What to do about an epoch that this ledger did not grant.</summary>
    public const string ToDoOfNotGranted =
        "was it restored from a backup? Then run ledger grant-epoch for this terminal until it sends no more";

    /// <summary>What to do about what was not taken.</summary>
    public const string ToDoOfRejected =
        "somebody without the key writes to the broker, or a program of another version: look at its accounts";

    /// <summary>Kinds of which there may be some, but for what was not taken.</summary>
    public static IEnumerable<string> Kinds =>
        [.. Enum.GetValues<RowKind>().Select(kind => Lower(kind.ToString())), Waiting, Held, Silent];

    /// <param name="books">What is booked.</param>
    /// <param name="rejected">What was not taken.</param>
    /// <param name="now">The ledger's time.</param>
    public static IReadOnlyList<ReportRow> Of(
        LedgerBooks books, IEnumerable<RejectedFile> rejected, DateTimeOffset now) =>
        [.. books.Rows.Select(Of), .. Passing(books, rejected, now)];

    /// <summary>What somebody must look at now.</summary>
    public static IReadOnlyList<ReportRow> Open(
        LedgerBooks books, IEnumerable<RejectedFile> rejected, DateTimeOffset now) =>
        [.. books.Rows.Where(row => row.Closed is null).Select(Of), .. Passing(books, rejected, now)];

    /// <summary>What somebody has settled.</summary>
    public static IReadOnlyList<ReportRow> Closed(LedgerBooks books) =>
        [.. books.Rows.Where(row => row.Closed is not null).Select(Of)];

    /// <summary>What has no number: it goes away by itself when it is over.</summary>
    private static IEnumerable<ReportRow> Passing(
        LedgerBooks books, IEnumerable<RejectedFile> rejected, DateTimeOffset now) =>
    [
        .. books.Accounts.Suspense.Select(OfSuspense),
        .. books.Terminals.SelectMany(OpenGaps),
        .. books.Terminals.SelectMany(HeldReport.Of),
        .. books.TerminalsInUse.Select(book => SilenceOf(book, now)).OfType<ReportRow>(),
        .. rejected.SelectMany(Of),
    ];

    /// <summary>How many are open of each kind; most are not made for it.</summary>
    public static IReadOnlyDictionary<string, int> OpenKinds(
        LedgerBooks books, IEnumerable<RejectedFile> rejected, DateTimeOffset now)
    {
        var kinds = OpenInBooks(books);
        Add(kinds, Silent, books.TerminalsInUse.Count(book => IsSilent(book.HeardAtMilliseconds, now)));
        foreach (var row in rejected.SelectMany(Of))
            Add(kinds, row.Kind, 1);
        return kinds;
    }

    /// <summary>
    /// How many are open of each kind that the books alone know of: not who is silent, and not what was not taken.
    /// </summary>
    public static Dictionary<string, int> OpenInBooks(LedgerBooks books)
    {
        var kinds = books.Reconciliation.Open.ToDictionary(row => Lower(row.Key.ToString()), row => row.Value);
        Add(kinds, Waiting, books.Accounts.Suspense.Count());
        Add(kinds, Missing, books.Terminals.Sum(book => OpenGap.Of(book).Count()));
        Add(kinds, Held, books.Terminals.Sum(HeldReport.RowsOf));
        return kinds;
    }

    /// <summary>Has nothing come of a terminal for longer than a night?</summary>
    /// <param name="heardMilliseconds">When a record of it came last; null: none did.</param>
    /// <param name="now">The ledger's time.</param>
    public static bool IsSilent(long? heardMilliseconds, DateTimeOffset now) =>
        heardMilliseconds is { } heard && now - DateTimeOffset.FromUnixTimeMilliseconds(heard) >= LongestSilence;

    private static void Add(Dictionary<string, int> kinds, string kind, int some)
    {
        if (some > 0)
            kinds[kind] = kinds.GetValueOrDefault(kind) + some;
    }

    /// <summary>A record that waits, and the one before it, which is missing: what a treasurer chooses by.</summary>
    public static string NameOf(ParkedLine waiting) =>
        $"{waiting.Previous} (behind it record {waiting.Position}, made at {waiting.Stamp.WallTime:u} in boot " +
        $"{waiting.Stamp.Boot})";

    /// <summary>What to do about a row.</summary>
    public static string ToDo(RowKind kind) => kind switch
    {
        RowKind.Overspend => "two terminals out of reach of each other sold to one wallet: settle it with the guest",
        RowKind.UnknownCard => "add the card with ledger seed if it is one of yours, and settle what is in suspense",
        RowKind.UnknownAsset => "find out who prices in it; settle what is in suspense",
        RowKind.ClosedPeriod => "book it by hand in a period that is open",
        RowKind.Gap => "find the records in the terminal's own journal (journal export)",
        RowKind.Fork =>
            "an older image of the terminal was restored, or two machines write under one name: find out which, then " +
            "ledger grant-epoch; what it gave is in suspense",
        RowKind.ClockJump => "look at the terminal's clock; nothing that was booked depends on it",
        RowKind.Unreadable => "install a ledger that knows this fact; what it moved is not booked: settle it by hand",
        RowKind.TooLarge => "nothing was moved: find out who wrote it, and settle it by hand",
        RowKind.Unproven => "what was given back is in suspense: ask who voided it, and settle it with the guest",
        RowKind.Unheld => "what was poured is booked as it was said: look at the terminal's journal",
        RowKind.Misquoted => "no terminal of ours does this: find out who writes under its key",
        RowKind.Unrecorded => "look at the tap's valve, and at who had the keg in hand: nobody paid for it",
        RowKind.Unauthorised => "ask who gave it, and whether the terminal's key was stolen; then settle it",
        RowKind.Miscounted => "it is booked as said: look at the station's program, and who writes under its key",
        RowKind.ClosingNumber => "find the closings between, or which of two machines goes by this name",
        RowKind.HoldOverdue => "the tap's terminal was cut off while it poured: its bill is booked when it comes",
        RowKind.FormerKey =>
            "no more comes under that key: look through what came under it for what the terminal's own journal does " +
            "not have, and settle it with the guests; what waits there is booked with ledger book-waiting",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static ReportRow Of(ReconciliationRow row) => new(
        row.Number,
        Lower(row.Kind.ToString()),
        row.Terminal,
        row.Position.ToString(),
        row.What,
        ToDo(row.Kind),
        row.Closed?.AtMilliseconds,
        row.Closed?.Note);

    private static ReportRow OfSuspense(Posting row) => new(
        null,
        Waiting,
        null,
        null,
        $"{row.Amount} {row.Asset} of card {(row.Account.IsSuspenseOf(out var card) ? card : default)} wait in " +
        "suspense",
        ToDoOfSuspense);

    private static IEnumerable<ReportRow> OpenGaps(TerminalBook book) => OpenGap.Of(book).Select(gap => new ReportRow(
        null,
        Missing,
        gap.Terminal,
        gap.From.ToString(),
        gap.End is { HasOthers: true }
            ? $"record {gap.Through} is missing, {gap.Waiting} wait behind it: of the places from {gap.From} on " +
              "others stand in some"
            : $"records {gap.From} through {gap.Through} are missing, {gap.Waiting} wait behind them" +
              WhichBranches(gap.Branches),
        gap.IsLeft ? ToDoOfLeftGap : ToDoOfOpenGap));

    private static string WhichBranches(IReadOnlyList<ParkedLine> branches) => branches.Count < 2
        ? ""
        : $"; they follow two and more records: {string.Join("; ", branches.Select(NameOf))}";

    /// <summary>What it has written since it cannot know to be here: nothing has acknowledged that.</summary>
    private static ReportRow? SilenceOf(TerminalBook book, DateTimeOffset now)
    {
        if (!IsSilent(book.HeardAtMilliseconds, now))
            return null;
        var silence = now - DateTimeOffset.FromUnixTimeMilliseconds(book.HeardAtMilliseconds!.Value);
        var last = book.Chains.LastOrDefault(chain => chain.Sequence > 0) ?? book.Chains.First();
        return new ReportRow(
            null,
            Silent,
            book.Terminal,
            new RecordPosition(last.Epoch, last.Sequence).ToString(),
            $"nothing came for {silence.TotalHours:0} hours: what it may have sold since is not here nor acknowledged",
            ToDoOfSilence);
    }

    private static IEnumerable<ReportRow> Of(RejectedFile file)
    {
        var notGranted = file.Counts.FirstOrDefault(count => count.Kind == RejectedLines.NotGranted);
        if (notGranted is not null)
            yield return new ReportRow(
                null,
                "notGranted",
                file.Terminal,
                null,
                $"{notGranted.Times} well signed records of an epoch that this ledger did not grant",
                ToDoOfNotGranted);
        var others = file.Counts.Where(count => count != notGranted).ToList();
        if (others.Count > 0)
            yield return new ReportRow(
                null,
                "rejected",
                file.Terminal,
                null,
                string.Join(", ", others.Select(count => $"{count.Kind} {count.Times}")) +
                $"; {file.Lines.Count(line => line.Kind != RejectedLines.NotGranted)} kept",
                ToDoOfRejected);
    }

    private static string Lower(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
