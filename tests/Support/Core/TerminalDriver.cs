using System.Collections.Immutable;
using System.Security.Cryptography;
using CloudBridge.Contract;
using EdgeTerminal.Core;

namespace Tests.Support;

/// <summary>
/// Does what the host does around the core, without disk or devices: journals facts, folds them, keeps the present,
/// shows what is to be shown. A restart keeps the journal and the list on disk, and nothing else.
/// </summary>
public sealed class TerminalDriver(TerminalSetup setup, Terminal? core = null)
{
    private static readonly KeyedHashKey LineKey = NewKey();

    private readonly Terminal terminal = core ?? new Terminal(setup);
    private readonly List<JournalRecord> journal = [];
    private readonly List<JournalRecord> read = [];
    private readonly Dictionary<ListVersion, ImmutableDictionary<CardToken, CardEntry>> onDisk = [];
    private ImmutableDictionary<CardToken, CardEntry> cards = ImmutableDictionary<CardToken, CardEntry>.Empty;
    private StoredList? stored;
    private string machineBoot = "machine boot 1";
    private int machineBoots = 1;
    private long boot;
    private int? tornStart;
    private RecordPosition startedFrom;

    public IReadOnlyList<JournalRecord> Journal => journal;

    /// <summary>What a fold gives of the lines that the last start found, each written and read again.</summary>
    public Remembered Folded()
    {
        foreach (var record in journal.Skip(read.Count))
            read.Add(RecordLine.Read(RecordLine.Write(record, LineKey), Site.Id).OrThrow());
        return Fold(read, startedFrom).Past;
    }

    /// <summary>What a fold gives of a journal that begins here.</summary>
    public Remembered FoldedFrom(RecordPosition begin) => Fold(journal, begin).Past;

    public TerminalState State { get; private set; } = TerminalState.Initial;

    public long Monotonic { get; set; } = 10_000;

    public long Wall { get; set; } = Clock.Noon;

    public bool Trusted { get; set; } = true;

    public bool JournalHasRoom { get; set; } = true;

    /// <summary>A segment is full with so many records.</summary>
    public int SegmentRecords { get; init; } = int.MaxValue;

    /// <summary>The first record of each segment.</summary>
    public List<RecordPosition> Segments { get; } = [];

    /// <summary>The first record that was not deleted.</summary>
    public RecordPosition Oldest { get; private set; }

    public GuestScreen? Screen { get; private set; }

    public Cue? Cue { get; private set; }

    /// <summary>What the station's own devices were ordered to do.</summary>
    public List<Effect.ToDevice> Orders { get; } = [];

    public bool Ended { get; private set; }

    /// <summary>A PIN that was typed is compared when a test says so; else at once.</summary>
    public bool ComparesLater { get; set; }

    public Now Now => new(Monotonic, Wall, Trusted);

    public string Phase => State.Present.Phase.GetType().Name;

    public Fact? LastFact => journal.Count == 0 ? null : journal[^1].Fact;

    /// <summary>Records that the next start cannot read, although the ledger has them.</summary>
    public HashSet<RecordPosition> Rotten { get; } = [];

    /// <summary>Something of other terminals is missing; while a test does not say so, nothing is.</summary>
    public bool PeersMissing { get; set; }

    /// <summary>What the lists that come have of other terminals.</summary>
    public ValueList<Watermark> PeerWatermarks { get; set; }

    /// <summary>The SD card's CID, from the next start on.</summary>
    public string? StorageId { get; set; }

    /// <summary>A broker may be in reach, at the next start.</summary>
    public bool MayReachLedger { get; set; }

    /// <summary>An epoch that the ledger has granted.</summary>
    public long? Granted { get; set; }

    /// <summary>The ledger has so many records of the present epoch.</summary>
    public long Acked { get; set; }

    public Decision Start()
    {
        var decision = Give(new Input.Started("0.1.0", machineBoot, 1, StorageId, null, stored)
        {
            MayReachLedger = MayReachLedger,
            UnreadableRecords = Rotten.Count == 0 ? null : $"records {string.Join(", ", Rotten)} cannot be read",
        });
        if (!PeersMissing)
            Hear();
        return decision;
    }

    /// <summary>Lines of other terminals come.</summary>
    public Decision Hear(params HeardRecord[] records) => Give(new Input.PeersHeard([.. records], PeersMissing));

    /// <summary>Gives an input, and does what the host does with what follows.</summary>
    public Decision Give(Input input)
    {
        if (input is Input.Started)
            boot = State.Past.NextBoot;
        var decision = terminal.Decide(State, Now, input);
        if (input is Input.Started && tornStart is { } durable)
        {
            tornStart = null;
            Append(Torn(decision, durable));
            LosePower();
            return decision;
        }
        Orders.AddRange(decision.AtOnce);
        Append(decision);
        State = State with { Present = decision.Present };
        foreach (var effect in decision.Effects)
            Carry(effect);
        if (!ComparesLater && decision.Effects.OfType<Effect.TryPin>().SingleOrDefault() is { } attempt)
            Give(attempt.Answer());
        return decision;
    }

    /// <summary>
    /// Like <see cref="Give"/>, but the power goes once the facts are durable and before anything is done.
    /// </summary>
    /// <param name="input">What comes.</param>
    /// <param name="durable">Of the facts only so many, the first ones: the power went while they were written.</param>
    public void GiveAndLosePower(Input input, int durable = int.MaxValue)
    {
        Append(Torn(terminal.Decide(State, Now, input), durable));
        LosePower();
    }

    /// <summary>The power goes, and again while the next start writes what it settles.</summary>
    /// <param name="durable">Of the start's facts only so many.</param>
    public void LosePowerTwice(int durable)
    {
        tornStart = durable;
        LosePower();
    }

    /// <summary>Journals what a station that these tests do not have would say.</summary>
    /// <returns>Where it stands.</returns>
    public RecordPosition Record(Fact fact)
    {
        Append(new Decision(State.Present, [fact], []));
        return journal[^1].Position;
    }

    /// <summary>What is to be given before anything else, as the host finds it out; null: nothing.</summary>
    public Input? Due()
    {
        if (State.Past.Move is { } move)
            return new Input.LeftBehindRead(
            [
                .. LinesOf(move.LeftBehind).Where(line => Terminal.IsSaidAgain(line.Fact)).Skip(move.SaidAgain).Take(2),
            ]);
        if (!State.Past.MayNotGoOn || !State.Present.Phase.IsAtRest || Granted is not { } epoch ||
            epoch <= journal[^1].Position.Epoch)
            return null;
        var (from, last) = (Acked + 1, journal[^1].Position);
        return new Input.EpochGranted(
            epoch,
            State.Past.Faults.Contains(Fault.RolledBack) && from <= last.Sequence
                ? new LeftBehind(last.Epoch, from, last.Sequence, Digest.Of("their bytes"u8))
                : null);
    }

    /// <summary>Gives all that is due.</summary>
    public void Settle()
    {
        while (Due() is { } due)
            Give(due);
    }

    /// <summary>The ledger has so many of this epoch's records, or none; then it grants the next epoch.</summary>
    /// <param name="isRestored">An older image was restored; else the state was moved to another SD card.</param>
    /// <param name="unacked">Records that the ledger has not.</param>
    public void GoOver(bool isRestored, int unacked)
    {
        var last = journal[^1].Position;
        (Granted, Acked) = (last.Epoch + 1, Math.Max(0, last.Sequence - unacked));
        if (isRestored)
            Give(new Input.FaultBegan(Fault.RolledBack, "the ledger has more"));
        else
        {
            StorageId = $"the card of epoch {Granted}";
            Restart();
        }
        Settle();
    }

    /// <summary>What a list of the ledger must have to take all of it: the last record of each epoch.</summary>
    public EpochMarks Ends => EpochMarks.Of(journal.Select(record => record.Position));

    /// <summary>The daemon is gone and starts again; the machine did not.</summary>
    public void Restart()
    {
        startedFrom = Oldest;
        State = Fold(journal, startedFrom);
        (Screen, Cue, Ended) = (null, null, false);
        cards = ImmutableDictionary<CardToken, CardEntry>.Empty;
        Start();
    }

    /// <summary>The machine is gone and starts again: its monotonic clock begins anew, the time is not known.</summary>
    public void LosePower()
    {
        machineBoot = $"machine boot {++machineBoots}";
        Monotonic = 5_000;
        Trusted = false;
        Restart();
    }

    /// <summary>The list on disk is lost; what comes then is a restart.</summary>
    public void LoseListFile() => stored = null;

    public Decision ApplyList(long version, long watermark, params CardEntry[] entries) =>
        ApplyList(new ListVersion(1, version), watermark, entries);

    public Decision ApplyList(ListVersion version, long watermark, params CardEntry[] entries) =>
        Give(new Input.ListStored(Store(version, watermark, entries)));

    public Decision ApplyList(long version, EpochMarks watermarks, params CardEntry[] entries) =>
        ApplyList(new ListVersion(1, version), watermarks, entries);

    public Decision ApplyList(ListVersion version, EpochMarks watermarks, params CardEntry[] entries) =>
        Give(new Input.ListStored(Store(version, watermarks, entries)));

    /// <summary>Puts a list on the disk, without saying so.</summary>
    public StoredList Store(ListVersion version, long watermark, params CardEntry[] entries) =>
        Store(version, EpochMarks.Of([new RecordPosition(1, watermark)]), entries);

    public StoredList Store(ListVersion version, EpochMarks watermarks, params CardEntry[] entries)
    {
        var list = new StoredList(version, watermarks, entries.Length) { SiteWatermarks = PeerWatermarks };
        onDisk[version] = entries.ToImmutableDictionary(entry => entry.Card);
        if (stored is null || version > stored.Version)
            stored = list;
        return list;
    }

    /// <summary>The ledger answers an ask that was sent just now: the list is fresh.</summary>
    public Decision Confirm(ListVersion? version = null) =>
        Give(new Input.BeatAnswered(version ?? State.Past.List, Monotonic, Wall));

    public Decision Tap(string uid, CardClass proved = CardClass.Uid) => Give(Presented(uid, proved));

    /// <summary>A card shows its counter.</summary>
    public Decision Tap(string uid, long counter) => Give(Presented(uid, CardClass.Counter, counter));

    public Input.CardPresented Presented(string uid, CardClass proved = CardClass.Uid, long? counter = null)
    {
        var card = Site.Card(uid);
        var isRandom = CardUid.TryParse(uid, out var parsed) && parsed.IsRandom;
        return new Input.CardPresented(
            new CardPresentation(card, proved, isRandom, cards.GetValueOrDefault(card)) { Counter = counter },
            JournalHasRoom);
    }

    /// <summary>The ledger orders something, that it has ordered nothing like before, and for a minute.</summary>
    public Input.CommandHeard Commanded(string command, CardToken? card = null) =>
        new(State.Past.LastCommand + 1, Wall + Clock.Minute, command, card);

    /// <summary>The display reports, the guest reads and goes: back to rest.</summary>
    public void Finish()
    {
        Give(new Input.VerdictShown());
        Give(new Input.FieldEmptied());
        Wait(State.Present.Phase.WakeAtMilliseconds is { } at ? at - Monotonic : 0);
        Give(new Input.TimePassed());
    }

    /// <summary>Changes the state behind the core's back: how a test plants a bug.</summary>
    public void Tamper(Func<TerminalState, TerminalState> change) => State = change(State);

    public void Wait(long milliseconds)
    {
        Monotonic += milliseconds;
        Wall += milliseconds;
    }

    private TerminalState Fold(IEnumerable<JournalRecord> records, RecordPosition begin)
    {
        var (state, lost) = (TerminalState.Initial, (RecordPosition?)null);
        foreach (var record in records.SkipWhile(record => record.Position < begin))
        {
            if (Rotten.Contains(record.Position))
            {
                lost ??= record.Position;
                continue;
            }
            state = terminal.Evolve(lost is { } first ? terminal.PassOver(state, first, record) : state, record);
            lost = null;
        }
        return state;
    }

    private void Append(Decision decision)
    {
        if (decision.Facts.IsEmpty && decision.SaidAgain.IsEmpty)
            return;
        if (Segments.Count == 0)
            Segments.Add(new RecordPosition(1, 1));
        else if (journal[^1].Position is { Epoch: > 1, Sequence: 1 })
            Append(Terminal.BringForward(State));
        else if (journal[^1].Position.Sequence - Segments[^1].Sequence + 1 >= SegmentRecords &&
            (decision.NewEpoch is null || decision.Facts.Length > 1))
        {
            Segments.Add(journal[^1].Position.Next());
            Append(Terminal.BringForward(State));
        }
        foreach (var line in decision.SaidAgain)
            Append(Next, line.Stamp, line.Fact, line.Name);
        foreach (var fact in decision.NewEpoch is null ? decision.Facts : decision.Facts[..^1])
            Append(fact);
        if (decision.NewEpoch is not { } epoch)
            return;
        Segments.Add(new RecordPosition(epoch, 1));
        Acked = 0;
        Append(Segments[^1], new Stamp(boot, Monotonic, Wall, Trusted), decision.Facts[^1]);
    }

    private static Decision Torn(Decision decision, int durable) =>
        decision with { Facts = decision.Facts[..Math.Min(durable, decision.Facts.Length)] };

    private RecordPosition Next => State.Past.Last?.Next() ?? new RecordPosition(1, 1);

    private void Append(Fact fact) => Append(Next, new Stamp(boot, Monotonic, Wall, Trusted), fact);

    private void Append(RecordPosition position, Stamp stamp, Fact fact, RecordName? reissues = null)
    {
        var record = new JournalRecord(Site.Id, Site.Bar, position, default, stamp, fact) { Reissues = reissues };
        journal.Add(record);
        State = terminal.Evolve(State, record);
    }

    private IEnumerable<FormerLine> LinesOf(LeftBehind? left) =>
        from record in journal
        let at = record.Position
        where left is not null && at.Epoch == left.Epoch && at.Sequence >= left.From && at.Sequence <= left.Through
        select new FormerLine(record.Reissues ?? NameOf(at), record.Stamp, record.Fact);

    /// <summary>Lines here have no signing input: their place stands for their hash.</summary>
    private static RecordName NameOf(RecordPosition at) =>
        new(at.Epoch, at.Sequence, Digest.Of(System.Text.Encoding.ASCII.GetBytes($"{at}")));

    private void Carry(Effect effect)
    {
        switch (effect)
        {
            case Effect.Show show:
                Screen = show.Screen;
                break;
            case Effect.Sound sound:
                Cue = sound.Cue;
                break;
            case Effect.UseCardList use:
                cards = onDisk[use.Version];
                break;
            case Effect.ToDevice order:
                Orders.Add(order);
                break;
            case Effect.DeleteRecords delete:
                Oldest = Segments.Last(begin => begin.Before() <= delete.Through);
                break;
            case Effect.Stop:
                Ended = true;
                break;
        }
    }

    private static KeyedHashKey NewKey()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return KeyedHashKey.Of(pair);
    }
}
