using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// What is booked for a record. A debit is never refused for lack of money: what happened happened, and a wallet may go
/// below zero. What cannot be booked on a wallet goes to suspense, for somebody to decide on.
/// </summary>
internal sealed class Bookkeeping
{
    private const long MicrolitresAMillilitre = 1_000;

    private readonly StoredLine line;
    private readonly RecordHead record;
    private readonly Digest hash;
    private readonly bool isBeside;
    private readonly long? receivedMilliseconds;
    private readonly LedgerBooks books;
    private readonly TerminalBook terminal;
    private readonly Settling settling;
    private readonly List<Finding> findings = [];

    private Bookkeeping(StoredLine line, bool isBeside, long? receivedMilliseconds, LedgerBooks books)
    {
        (this.line, record, hash, this.isBeside) = (line, line.Head, line.Hash, isBeside);
        this.receivedMilliseconds = receivedMilliseconds;
        (this.books, terminal) = (books, books.Terminal(record.Terminal));
        settling = new Settling(record, isBeside, books.Settlements);
    }

    /// <summary>Earlier builds knew no asset to be unknown, and had no assets stand in for others.</summary>
    private bool IsOfAnEarlierBuild { get; init; }

    /// <summary>As an earlier build found what staff gave; null: it is for these books to find.</summary>
    private bool? WasUndue { get; init; }

    /// <summary>A time that is not trusted closes nothing.</summary>
    private bool IsOfAClosedPeriod =>
        record.Stamp.Trusted && record.Stamp.WallMilliseconds <= books.ClosedThroughMilliseconds;

    /// <summary>It is behind all others of its chain, and not in a gap among them.</summary>
    private bool IsNext => record.Position.Sequence > (terminal.Chain(record.Position.Epoch)?.Sequence ?? 0);

    /// <summary>What a record is booked as: always, and without postings only where there is no way to.</summary>
    /// <param name="line">Of an enrolled terminal.</param>
    /// <param name="isBeside">It is beside the terminal's chain: it may take, and what it gives is held back.</param>
    /// <param name="receivedMilliseconds">When it came; null: that is not known.</param>
    /// <param name="books">Before it.</param>
    /// <param name="wasUndue">What an earlier build found of what staff gave, by other rules; null: it is for these
    /// books to find.</param>
    public static Booking BookingOf(
        StoredLine line, bool isBeside, long? receivedMilliseconds, LedgerBooks books, bool? wasUndue = null) =>
        new Bookkeeping(line, isBeside, receivedMilliseconds, books) { WasUndue = wasUndue }.Book();

    /// <summary>What an earlier build of the ledger booked for a record in its place.</summary>
    public static ValueList<Posting> PostingsOfAnEarlierBuild(StoredLine line, LedgerBooks books) =>
        new Bookkeeping(line, false, null, books) { IsOfAnEarlierBuild = true }.Book().Postings;

    private Booking Book()
    {
        if (isBeside)
            Find(RowKind.Fork, "another record has its place, or it does not follow the one before");
        FindClockJump();
        if (!line.ReadFact().Succeeded(out var fact, out var error))
            return Nothing(RowKind.Unreadable, $"a fact that this ledger cannot read: {error.Detail}");
        var saying = terminal.SayingOf(record, fact, hash, isBeside);
        if (terminal.Forks.IsDisputed(TerminalBook.SaidBy(record, hash), fact))
            Find(RowKind.Misquoted, "two records say differently what one line said: each is booked for itself");
        var postings = PostingsOf(fact, saying);
        if (saying == Saying.First && !IsOfAnEarlierBuild)
            FindOfHolds(fact);
        if (!isBeside && terminal.IsNew(record))
            FindOfStation(fact);
        if (fact is Fact.EpochOpened { Ended: { } ended } && record.Position.Epoch == terminal.Keys.Granted?.Epoch &&
            terminal.WrittenByOthers(ended) is { } others)
            Find(RowKind.FormerKey, others);
        if (NextBalances.After(postings, books.BalanceOf).Flaw is { } flaw)
            return Nothing(RowKind.TooLarge, $"not booked: {flaw}");
        var booking = IsOfAnEarlierBuild ? new Booking(postings, []) : WithStandIns(postings);
        FindOverspends(booking.Postings);
        return booking with { Findings = [.. findings] };
    }

    private void FindOfHolds(Fact fact)
    {
        if (settling.FlawOf(fact) is { } unheld)
            Find(RowKind.Unheld, unheld);
        else if (settling.MiscountOf(fact) is { } miscount)
            Find(RowKind.Miscounted, miscount);
        foreach (var (asset, _) in fact is Fact.Hold hold ? hold.Payment.Parts : [])
            if (!books.Knows(asset))
                Find(RowKind.UnknownAsset, $"this site has no {asset}: nothing was set aside");
    }

    private void FindOfStation(Fact fact)
    {
        if (terminal.Meters.MissingBefore(fact) is var (tap, flowed))
            Find(RowKind.Unrecorded, $"tap {tap}: {flowed / MicrolitresAMillilitre} ml have flowed that no record has");
        // Each record that the terminal could not read any more may have been a closing, and is here.
        if (fact is Fact.Closure { Number: var number, Unreadable: var unreadable } && IsNext &&
            (number <= terminal.Closings || number > terminal.Closings + 1 + unreadable))
            Find(
                RowKind.ClosingNumber,
                number > terminal.Closings
                    ? $"closing {number} follows {terminal.Closings}: those between are not here"
                    : $"closing {number} follows {terminal.Closings}: the number is used again");
    }

    private Booking Nothing(RowKind kind, string what)
    {
        Find(kind, what);
        return new Booking([], [.. findings]);
    }

    private void Find(RowKind kind, string what)
    {
        if (!findings.Any(finding => finding.Kind == kind && finding.What == what))
            findings.Add(new Finding(kind, what));
    }

    private ValueList<Posting> PostingsOf(Fact fact, Saying saying)
    {
        var needsProof = !isBeside && !IsOfAnEarlierBuild && !IsOfAClosedPeriod && Settling.NeedsProof(fact);
        var proof = needsProof ? settling.ProofOf(fact) : null;
        var heldUp = needsProof && proof is null
            ? new Finding(
                RowKind.Unproven, "returned, and nothing like it was taken, or it was returned before, or closed")
            : isBeside || IsOfAnEarlierBuild ? null
            : UndueOf(fact) is { } undue ? new Finding(RowKind.Unauthorised, undue)
            : null;
        var heldBack = terminal.Forks.HeldBack(TerminalBook.SaidBy(record, hash), fact);
        return saying switch
        {
            Saying.First when proof is not null => Undo(proof.Postings),
            Saying.AtLast when proof is not null =>
            [
                .. Undo(proof.Postings),
                .. heldBack.SelectMany(row => Transfer(Account.SuspenseOf(row.Card), OtherSide(fact), row)),
            ],
            Saying.First =>
            [
                .. from movement in fact.Movements()
                   from posting in Transfer(OtherSide(fact), AccountOf(movement, heldUp), movement)
                   select posting,
            ],
            Saying.AtLast =>
            [
                .. from movement in heldBack
                   let account = AccountOf(movement, heldUp)
                   where !account.IsSuspense
                   from posting in Transfer(Account.SuspenseOf(movement.Card), account, movement)
                   select posting,
            ],
            _ => [],
        };
    }

    /// <summary>
    /// Why staff cannot have given this; null: they may have. Whoever writes what is still to come dates it for another
    /// day's cap.
    /// </summary>
    private string? UndueOf(Fact fact) =>
        StaffBook.GivenBy(fact) is null || WasUndue == false ? null
        : WasUndue == true ? "an earlier build held it up"
        : EpochChain.IsStillToCome(record.Stamp, receivedMilliseconds)
            ? $"given at {record.Stamp.WallTime:u}, and here before that"
        : terminal.Staff.FlawOf(terminal.Made(record), fact, books.CardBook.HeldBy);

    private static ValueList<Posting> Undo(ValueList<Posting> postings) =>
        [.. postings.Select(posting => posting with { Amount = -posting.Amount })];

    private static IEnumerable<Posting> Transfer(Account from, Account to, Movement movement)
    {
        yield return new Posting(to, movement.Asset, movement.Amount);
        yield return new Posting(from, movement.Asset, -movement.Amount);
    }

    /// <param name="movement">Of whose money.</param>
    /// <param name="heldUp">Why somebody must decide first; null: nothing.</param>
    private Account AccountOf(Movement movement, Finding? heldUp)
    {
        if (heldUp is { } why)
            return Suspense(why.Kind, why.What);
        if (IsOfAClosedPeriod)
            return Suspense(RowKind.ClosedPeriod, $"made at {record.Stamp.WallTime:u}, in a period that is closed");
        if (!IsOfAnEarlierBuild && !books.Knows(movement.Asset))
            return Suspense(RowKind.UnknownAsset, $"this site has no {movement.Asset}");
        if (books.WalletOf(movement.Card, movement.Wallet) is not { } wallet)
            return Suspense(RowKind.UnknownCard, $"card {movement.Card} or its wallet is not known");
        // Nobody can make money by writing one record twice.
        return isBeside && movement.Amount.IsPositive ? Account.SuspenseOf(movement.Card) : Account.Of(wallet);

        Account Suspense(RowKind kind, string what)
        {
            Find(kind, what);
            return Account.SuspenseOf(movement.Card);
        }
    }

    private Account OtherSide(Fact fact) => fact switch
    {
        Fact.Refill or Fact.Refund => Account.CashOf(record.Terminal),
        Fact.DepositReturn => Account.DepositsOf(record.Terminal),
        _ => Account.SalesOf(record.Terminal),
    };

    private Booking WithStandIns(ValueList<Posting> postings)
    {
        var shifts = StandIns.For(postings, books);
        if (shifts.Count == 0)
            return new Booking(postings, []);
        var reallocation = new Reallocation(
            record.Site,
            Addressee.Ledger,
            record.Terminal,
            record.Position.Epoch,
            record.Position.Sequence,
            hash,
            shifts);
        ValueList<Posting> all = [.. postings, .. reallocation.Postings()];
        return NextBalances.After(all, books.BalanceOf).Flaw is null
            ? new Booking(all, [], reallocation)
            : new Booking(postings, []);
    }

    private void FindOverspends(ValueList<Posting> postings)
    {
        foreach (var row in NextBalances.After(postings, books.BalanceOf).Rows)
            if (row.Amount.IsNegative &&
                row.Amount < books.BalanceOf(row.Account, row.Asset) &&
                row.Account.IsWallet(out var wallet))
                Find(RowKind.Overspend, $"wallet {wallet}: {row.Asset} goes to {row.Amount}");
    }

    /// <summary>
    /// A time that a beat has set for the first time in a boot is no jump. What is said again jumps back to when it was
    /// said first.
    /// </summary>
    private void FindClockJump()
    {
        if (isBeside || record.Reissues is not null ||
            terminal.Chain(record.Position.Epoch) is not { LastStamp: { } last } chain ||
            record.Position.Sequence != chain.Sequence + 1)
            return;
        var now = record.Stamp;
        if (now.Boot != last.Boot || !now.Trusted || !last.Trusted)
            return;
        var wall = now.WallMilliseconds - last.WallMilliseconds;
        var monotonic = now.MonotonicMilliseconds - last.MonotonicMilliseconds;
        if (Math.Abs(wall - monotonic) > EpochChain.ClockError)
            Find(RowKind.ClockJump, $"the time moved by {wall} ms in {monotonic} ms");
    }
}
