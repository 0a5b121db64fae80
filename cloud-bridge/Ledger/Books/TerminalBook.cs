using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What the ledger knows of a terminal.</summary>
public sealed partial class TerminalBook(TerminalId terminal)
{
    /// <summary>As its journal calls it.</summary>
    private const string ConfigurationLost = "ConfigurationLost";

    private readonly SortedDictionary<long, EpochChain> chains = [];
    private readonly HashSet<Digest> waitedLongEnough = [];
    private readonly Told<TerminalLimits> told = new();
    private ToldConfig? toldLast;
    private readonly List<(long Version, TerminalLimits Limits)> unconfirmed = [];
    private int ofItself;

    /// <summary>
    /// So many records a revoked terminal adds to its chains that say nothing of money and that nobody had heard of: it
    /// has no use for more, and who has its key could write any number.
    /// </summary>
    internal const int MostOfItself = 300;

    /// <summary>Which.</summary>
    public TerminalId Terminal => terminal;

    /// <summary>It is one of the site's no more.</summary>
    public bool IsRevoked => Revoked is not null;

    /// <summary>By which act; null: it is one of the site's.</summary>
    public Revocation? Revoked { get; internal set; }

    /// <summary>How far it had written when it was revoked, as it had said; null: nobody had heard it.</summary>
    internal RecordPosition? QueueEnd { get; set; }

    /// <summary>How many records of a place's epoch are not here, up to it.</summary>
    internal long Lacks(RecordPosition end) => Math.Max(0, end.Sequence - (Chain(end.Epoch)?.Sequence ?? 0));

    /// <summary>What it was told, in its enrolment and since.</summary>
    public TerminalLimits Limits { get; private set; } = TerminalLimits.Default;

    /// <summary>What it was told in its enrolment.</summary>
    internal TerminalLimits Enrolled { get; private set; } = TerminalLimits.Default;

    /// <summary>The last configuration that its journal says was in force; null: none was.</summary>
    internal AppliedConfig? Applied { get; private set; }

    /// <summary>That one is not on its disk any more.</summary>
    internal bool IsConfigLost { get; private set; }

    /// <summary>The most of its <see cref="TerminalLimits.OfflineTotal"/>s that it may go by now.</summary>
    internal Money MostOfflineTotal =>
        unconfirmed.Select(row => row.Limits.OfflineTotal).Append(Limits.OfflineTotal).Max();

    /// <summary>The epoch that it was granted last.</summary>
    public long Epoch { get; private set; }

    /// <summary>Its journals, one an epoch, in order; not the one that waits for a key's first record.</summary>
    public IEnumerable<EpochChain> Chains => chains.Values.Where(chain => chain.Epoch != Keys.Granted?.Epoch);

    /// <summary>Records that wait for others.</summary>
    public int Waiting => Parked.Count;

    /// <summary>The number of the last change of its watermarks, among all that there were.</summary>
    internal long LastHeard { get; set; }

    /// <summary>Records beside its chains.</summary>
    internal Forks Forks { get; } = new();

    /// <summary>A drink station's meters.</summary>
    internal MeterTotals Meters { get; } = new();

    /// <summary>What it was ordered to do.</summary>
    internal CommandBook Commands { get; } = new();

    /// <summary>
    /// Nothing yet says when it was enrolled or granted an epoch: earlier builds may have booked its records, which
    /// held staff against other days.
    /// </summary>
    internal bool IsOfFormerRules { get; private set; } = true;

    /// <summary>What its staff gave.</summary>
    internal StaffBook Staff { get; } = new();

    /// <summary>The number of its last closing; 0: there was none.</summary>
    internal long Closings { get; private set; }

    /// <summary>Records that wait for others.</summary>
    internal ParkedLines Parked { get; } = new();

    /// <summary>Records that wait for a treasurer.</summary>
    internal HeldLines Held { get; } = new();

    /// <summary>How far each epoch is stored: what the terminal is told.</summary>
    internal ValueList<EpochAck> StoredEnds => [.. Chains.Select(Held.EndOf)];

    /// <summary>What is stored beside its chains without a gap.</summary>
    internal StoredBranches Branches { get; } = new();

    /// <summary>
    /// As <see cref="StoredEnds"/>, for who hands these lines in: of their epochs how far they are stored with all
    /// before them. Who has its key may have written something else in their place.
    /// </summary>
    internal ValueList<EpochAck> StoredEndsOf(IEnumerable<StoredLine> lines)
    {
        var own = lines
            .OrderBy(line => line.Head.Position)
            .GroupBy(line => line.Head.Position.Epoch)
            .ToDictionary(epoch => epoch.Key, epoch => epoch.ToList());
        return
        [
            .. Chains.Select(chain => own.TryGetValue(chain.Epoch, out var some)
                ? EndOf(chain, some)
                : Held.EndOf(chain)),
        ];
    }

    /// <summary>
    /// The last of some lines that is stored; where none is, what they follow, if that is; else the end of the chain,
    /// if that is before them. It is never a record in their place, or behind: the terminal would take them for stored.
    /// </summary>
    private EpochAck EndOf(EpochChain chain, List<StoredLine> lines)
    {
        if (lines.FindLast(line => Branches.Reaches(line.Head.Position, line.Hash, chain)) is { } last)
            return new EpochAck(chain.Epoch, last.Head.Position.Sequence, last.Hash);
        var (before, previous) = (lines[0].Head.Position.Sequence - 1, lines[0].Head.Previous);
        return before > 0 && Branches.Reaches(new RecordPosition(chain.Epoch, before), previous, chain)
            ? new EpochAck(chain.Epoch, before, previous)
            : chain.Sequence <= before
                ? new EpochAck(chain.Epoch, chain.Sequence, chain.Hash)
                : new EpochAck(chain.Epoch, 0, Digest.Zero);
    }

    /// <summary>Nothing is missing before a record, or its place is not above the end: it can be held.</summary>
    internal bool CanFollow(RecordPosition position, Digest previous, EpochChain chain) =>
        position.Sequence <= Held.EndOf(chain).Sequence + 1 ||
        Branches.Reaches(position.Before(), previous, chain);

    /// <summary>
    /// A record of a terminal that was revoked: was it known of before? Who has its key can write beside its chains and
    /// in epochs that it left, without end: of that nobody had heard.
    /// </summary>
    internal bool IsHeardOf(StoredLine line) =>
        PlaceOf(line.Head.Position, line.Head.Previous, line.Hash) switch
        {
            // What it waits for may be held, and be refused: it is acknowledged behind that.
            Place.Beyond => false,
            // The first record under a granted key: there is one for each that somebody has confirmed, and it says of
            // nothing but where the journal went on.
            Place.Next when line.Head.Position.Epoch == Keys.Granted?.Epoch => true,
            Place.Next when IsWithinQueueEnd(line.Head.Position) || NeedsNoTreasurer(line) => true,
            _ => Parked.Has(line.Hash),
        };

    private bool IsWithinQueueEnd(RecordPosition position) =>
        QueueEnd is { } end && position.Epoch == end.Epoch && position.Sequence <= end.Sequence;

    /// <summary>It follows what is booked, and nothing of anybody's money is in it.</summary>
    private bool NeedsNoTreasurer(StoredLine line) =>
        ofItself < MostOfItself &&
        chains[line.Head.Position.Epoch] is var chain &&
        Held.EndOf(chain).Sequence == chain.Sequence &&
        line.Head.Reissues is null &&
        SaysOnlyOfItself(line.FactOrNull());

    private static bool SaysOnlyOfItself(Fact? fact) =>
        fact is Fact.EpochOpened or Fact.EpochClosed or Fact.BootStarted or Fact.BeatHeard or
            Fact.ListApplied or Fact.ConfigApplied or Fact.FaultRaised or Fact.FaultCleared;

    /// <summary>The journal of an epoch; null when it was not granted.</summary>
    public EpochChain? Chain(long epoch) => chains.GetValueOrDefault(epoch);

    /// <summary>When a line of it came last, by the ledger's time; null: none since ledgers write that down.</summary>
    internal long? HeardAtMilliseconds { get; private set; }

    /// <summary>
    /// Does a list take off what this line, which waits, takes or sets aside? Not what is booked in other words, and
    /// not a hold whose capture or release waits too: what it comes to is in what closes it.
    /// </summary>
    internal bool IsClaimed(ParkedLine line) =>
        !Forks.IsDone(line.Said, line.Fact) && !(line.Fact is Fact.Hold && Parked.IsClosed(line.Name));

    /// <summary>Is a list to count it no more? One that waits, and that no list counts, is not to be let go.</summary>
    internal bool IsOverdue(CountingHold hold) => Parked.Find(hold.Hash) is not { } waiting || IsClaimed(waiting);

    /// <summary>The records that those wait for that are parked in this epoch; null: none are missing.</summary>
    internal (long First, long Last)? OpenGap(EpochChain chain) =>
        Parked.FirstOf(chain.Epoch) is { } first && first.Position.Sequence > chain.Sequence + 1
            ? (chain.Sequence + 1, first.Position.Sequence - 1)
            : null;

    /// <summary>Where a record belongs.</summary>
    /// <param name="position">In an epoch that was granted.</param>
    /// <param name="previous">What it names as the record before.</param>
    /// <param name="hash">Its own.</param>
    internal Place PlaceOf(RecordPosition position, Digest previous, Digest hash)
    {
        var chain = chains[position.Epoch];
        if (chain.Has(position.Sequence) && chain.HashOf(position.Sequence) == hash || Forks.Has(hash))
            return Place.Known;
        // Behind the end of a key nothing is the terminal's own.
        if (waitedLongEnough.Contains(hash) || Keys.IsBehindDecided(position))
            return Place.Beside;
        if (position.Sequence > chain.Sequence + 1)
            return Forks.PositionOf(previous) == position.Before() ? Place.Beside : Place.Beyond;
        // Of a record that is missing the hash need not be known.
        if (chain.Has(position.Sequence) ||
            (chain.HashOf(position.Sequence) ?? hash) != hash ||
            (chain.HashOf(position.Sequence - 1) ?? previous) != previous)
            return Place.Beside;
        return position.Sequence == chain.Sequence + 1 ? Place.Next : Place.Late;
    }

    /// <summary>Is what a record says booked already?</summary>
    /// <remarks>
    /// Who says again what a line said, and says something else, has said something of its own: whichever comes first,
    /// it takes nothing from what that line says.
    /// </remarks>
    /// <param name="record">Not booked itself.</param>
    /// <param name="fact">What it says; null: this build cannot read it.</param>
    /// <param name="hash">Its own.</param>
    /// <param name="isBeside">It is beside the chains.</param>
    internal Saying SayingOf(RecordHead record, Fact? fact, Digest hash, bool isBeside) =>
        record.Reissues is { } first && HasInPlace(first) ? Saying.Again
        : !Forks.IsDone(SaidBy(record, hash), fact) ? Saying.First
        : isBeside || Forks.HeldBack(SaidBy(record, hash), fact).Count == 0 ? Saying.Again
        : Saying.AtLast;

    /// <summary>The line that said first what this record says.</summary>
    internal static Digest SaidBy(RecordHead record, Digest hash) => record.Reissues?.Hash ?? hash;

    /// <summary>A record is booked.</summary>
    /// <param name="booked">As it stands in the log.</param>
    /// <param name="record">Its line; null: this build cannot read it.</param>
    /// <param name="fact">What it says; null: the build that booked it could not read it.</param>
    /// <param name="isBeside">It is beside the chains.</param>
    internal void Take(LedgerEntry.RecordBooked booked, RecordHead? record, Fact? fact, bool isBeside)
    {
        Hear(booked.AtMilliseconds);
        if (IsRevoked && !isBeside && SaysOnlyOfItself(fact) &&
            !IsWithinQueueEnd(booked.Position()) && !Keys.HasBegunWith(booked.Position()))
            ofItself++;
        if (record is not null)
            NoteSaid(booked, record, fact, isBeside);
        if (fact is Fact.CommandDone done)
            Commands.Note(done);
        if (isBeside)
        {
            Forks.Add(booked.Hash, booked.Position());
            if (record is not null)
                Branches.Note(new(booked.Epoch, booked.Sequence, booked.Hash), record.Previous, chains[booked.Epoch]);
        }
        else
        {
            chains[booked.Epoch].Store(booked.Sequence, booked.Hash, record, booked.AtMilliseconds);
            Branches.Reached(new RecordName(booked.Epoch, booked.Sequence, booked.Hash));
        }
        if (!isBeside && record is { Reissues: null } && Staff.IsUndated &&
            !EpochChain.IsStillToCome(record.Stamp, booked.AtMilliseconds))
            Staff.Date(Made(record).Day);
        if (!isBeside && fact is not null && record is not null && IsNew(record))
        {
            Meters.Note(fact);
            NoteLost(fact);
            // One that comes late has its place among the others already.
            if (fact is Fact.ConfigApplied applied)
                Confirm(applied);
            if (fact is Fact.Closure closure && booked.Sequence == chains[booked.Epoch].Sequence)
                Closings = closure.Number;
        }
        Parked.Remove(booked.Hash);
        Held.Remove(booked.Hash);
    }

    /// <summary>Lines that wait are booked beside the chains.</summary>
    internal void EndWaiting(LedgerEntry.WaitingEnded ended) =>
        waitedLongEnough.UnionWith(Parked.All.Where(ended.Concerns).Select(line => line.Hash));

    /// <summary>A line came.</summary>
    internal void Hear(long? atMilliseconds)
    {
        if (HeardAtMilliseconds is not { } last || last < atMilliseconds)
            HeardAtMilliseconds = atMilliseconds ?? HeardAtMilliseconds;
    }

    internal void Enrol(LedgerEntry.TerminalEnrolled enrolled, IKeyReader keys)
    {
        Keys.Enrol(keys.Read(enrolled.Key), enrolled.Key);
        Limits = Enrolled = enrolled.Limits;
        told.Add(enrolled.AtMilliseconds, enrolled.Limits);
        Grant(enrolled.Epoch, enrolled.AtMilliseconds);
    }

    /// <summary>
    /// It is told another configuration. Until its journal says that it has it, it may go by the one before: it may be
    /// out of reach for days.
    /// </summary>
    internal void Tell(ConfigVersion number, TerminalConfig config, long? atMilliseconds)
    {
        toldLast = new ToldConfig(Terminal, number, config);
        var limits = config.LimitsOver(Enrolled);
        if (limits == Limits)
            return;
        // Who was enrolled anew, as what it is, has it, and does not say so again.
        if (Applied is not { } applied || applied.Number != number || applied.Hash != config.Hash())
        {
            if (unconfirmed.Count == 0)
                unconfirmed.Add((0, Limits));
            unconfirmed.Add((number.Version, limits));
        }
        told.Add(atMilliseconds, limits);
        Limits = limits;
    }

    /// <summary>What was in force there is gone, says its journal: it serves nobody until it has it again.</summary>
    private void NoteLost(Fact fact) => IsConfigLost = fact switch
    {
        Fact.FaultRaised { Fault: ConfigurationLost } => true,
        Fact.FaultCleared { Fault: ConfigurationLost } or Fact.BootStarted => false,
        _ => IsConfigLost,
    };

    private void Confirm(Fact.ConfigApplied fact)
    {
        var applied = new AppliedConfig(fact.Number(), fact.Hash);
        if (Applied is not { } before || applied.Number > before.Number)
            Applied = applied;
        // Of another content nobody knows within which limits it goes.
        if (toldLast is { Config: var config } && toldLast.Version == applied.Number && config.Hash() != applied.Hash)
            return;
        var version = applied.Number.Version;
        unconfirmed.RemoveRange(0, Math.Max(0, unconfirmed.FindLastIndex(row => row.Version <= version)));
        if (unconfirmed.Count == 1)
            unconfirmed.Clear();
    }

    internal void Grant(long epoch, long? atMilliseconds)
    {
        Epoch = Math.Max(Epoch, epoch);
        IsOfFormerRules &= atMilliseconds is null;
        chains.TryAdd(epoch, new EpochChain(epoch, atMilliseconds));
    }

    /// <summary>
    /// When a record of its chains was made, and what it may have been told then. What it says again was made in an
    /// earlier epoch: whoever has the key might as well write it there.
    /// </summary>
    internal MadeRecord Made(RecordHead record)
    {
        var chain = record.Reissues is { } first && Chain(first.Epoch) is { } earlier
            ? earlier
            : chains[record.Position.Epoch];
        var stamp = chain.Believed(record.Stamp);
        var reached = chain.ReachedMilliseconds;
        return new MadeRecord(record.Position, stamp, reached,
            [.. told.At(stamp, reached).Concat(unconfirmed.Select(row => row.Limits)).Distinct()]);
    }

    /// <summary>It does not say again what stands in its place: a station's numbers go on with it.</summary>
    internal bool IsNew(RecordHead record) => record.Reissues is not { } first || !HasInPlace(first);

    private bool HasInPlace(RecordName name) =>
        Chain(name.Epoch) is { } chain && chain.Has(name.Sequence) && chain.HashOf(name.Sequence) == name.Hash;

    private void NoteSaid(LedgerEntry.RecordBooked booked, RecordHead record, Fact? fact, bool isBeside)
    {
        var said = SaidBy(record, booked.Hash);
        if (!isBeside && record.Reissues is null && !Forks.IsSaid(said))
            return;
        var saying = SayingOf(record, fact, booked.Hash, isBeside);
        if (saying == Saying.AtLast)
            Forks.NoteDone(said, fact, []);
        else if (saying == Saying.First)
            Forks.NoteDone(said, fact, isBeside && booked.Postings.Count > 0 ? GivenBy(fact) : []);
    }

    private static ValueList<Movement> GivenBy(Fact? fact) =>
        [.. fact?.Movements().Where(movement => movement.Amount.IsPositive) ?? []];
}
