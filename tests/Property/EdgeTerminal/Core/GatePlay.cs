using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Gates;
using static Tests.Support.Kiosks;

namespace Tests.Property.EdgeTerminal.Core;

/// <summary>
/// A gate, and what may come to its journal: lists of an honest ledger, retired records, other epochs, lines that rot.
/// Of the journal nothing is ever lost to <see cref="Book"/>.
/// </summary>
internal sealed class GatePlay
{
    /// <summary>Who has a ticket of several entries.</summary>
    public const string Holder = "04C0FFEE5B3C82";

    public const int TicketEntries = 4;

    public static readonly GateSetup Setup = WayIn with
    {
        Admissions = [Members, Tickets with { Entries = TicketEntries }, Day],
        PassBack = new PassBackRules { IsOn = true, ResetMilliseconds = 20_000 },
        Capacity = 9,
        Zone = Festival,
    };

    private static readonly AssetId Gift = AssetId.Parse("TNF");
    private static readonly AssetId Local = AssetId.Parse("TLF");

    private readonly Dictionary<long, long> acked = [];
    private readonly Dictionary<AssetId, long> charged = new() { [Gift] = 300, [Local] = 700 };
    private int taken;
    private int duesBeforeCut = -1;
    private int? rotAtCut;

    public GatePlay(Func<TerminalSetup, Terminal>? make = null)
    {
        Gate = new TerminalDriver(GateOf(Setup), make?.Invoke(GateOf(Setup)))
        {
            SegmentRecords = 12, StorageId = "the first card",
        };
        Gate.Start();
        TakeList(back: 0);
        Confirm();
        Book = new GateBook(Site.Card(Holder));
        Note();
    }

    public TerminalDriver Gate { get; }

    public GateBook Book { get; }

    /// <summary>A tap of the holder said that the ticket, and nothing else, has too few entries left.</summary>
    public int UsedUp { get; private set; }

    /// <summary>All that the guest's wallet ever had.</summary>
    public long Charged => charged.Values.Sum();

    private RecordPosition Last => Gate.Journal[^1].Position;

    /// <summary>One thing happens, and what the host does of itself then.</summary>
    public void Do(GateStep step)
    {
        step.Act(this);
        Note();
        Acknowledge(0);
        while (Gate.Due() is { } due)
        {
            if (duesBeforeCut-- != 0)
                Gate.Give(due);
            else if (rotAtCut is { } which)
                Rot(which, losesPower: true);
            else
                Gate.LosePower();
            Note();
            Acknowledge(0);
        }
    }

    public void Confirm()
    {
        Gate.Trusted = true;
        Gate.Confirm();
    }

    /// <summary>Nothing is wrong any more, and nobody is at the gate.</summary>
    public void MakeWell()
    {
        Gate.Give(new Input.FireEnded());
        foreach (var fault in Gate.State.Past.Faults)
            Gate.Give(new Input.FaultEnded(fault));
        Gate.JournalHasRoom = true;
        TakeList(back: 0);
        Confirm();
        Gate.Rest();
        Gate.Wait(20_000);
    }

    /// <summary>The holder's card; whom the ticket refuses, it has too few entries for.</summary>
    public void TapHolder()
    {
        var people = Gate.State.Present.Phase is GatePhase.Counting group ? group.People : 1;
        var before = Gate.Journal.Count;
        Gate.Tap(Holder);
        // Where the ticket refuses there is still the price, which the holder cannot pay.
        if (Gate.Journal.Count == before ||
            Gate.LastFact is not Fact.Refusal { Reason: Reason.AllowanceUsed or Reason.BalanceTooLow })
            return;
        Note();
        Assert.True(
            Book.Used + people + Book.RottenReturns > TicketEntries,
            $"{people} more are refused of a ticket with {Book.Used} entries used");
        UsedUp++;
    }

    /// <summary>Alone, and with nobody before.</summary>
    public void LetHolderIn()
    {
        Gate.Rest();
        Gate.Wait(20_000);
        TapHolder();
        Gate.Pass();
    }

    /// <summary>A list has all but the last so many records.</summary>
    public void TakeList(int back)
    {
        Acknowledge(Last.Sequence - back);
        var has = EpochMarks.Of(Gate.Ends.Rows.Select(end =>
            end.Epoch == Last.Epoch ? end with { Sequence = acked.GetValueOrDefault(end.Epoch) } : end));
        var balances = charged.ToDictionary();
        var counted = new HashSet<RecordPosition>();
        foreach (var record in Gate.Journal)
            if (has.Covers(record.Position) && !IsLeftBehind(record.Position) &&
                counted.Add(record.Reissues?.Position() ?? record.Position))
                foreach (var movement in record.Fact.Movements().Where(row => row.Card == Site.Card(Guest)))
                    balances[movement.Asset] += movement.Amount.MinorUnits;
        Gate.ApplyList(
            (Gate.State.Past.List?.Version ?? 0) + 1,
            has,
            Card(Guest, string.Join(", ", balances.Select(row => $"{row.Key} {row.Value}"))),
            MemberCard(),
            Card(Holder, "") with { Entitlements = [new Entitlement(Ticket, null, 2 * Clock.Noon)] });
    }

    /// <summary>The guest is given money elsewhere; a list has all.</summary>
    public void Charge()
    {
        charged[Local] += 500;
        TakeList(back: 0);
    }

    /// <summary>A list has all, and for long enough.</summary>
    /// <param name="isSegment">But for what stands in the last segment.</param>
    public void Retire(bool isSegment)
    {
        var through = isSegment ? Gate.Segments[^1].Before() : Last;
        TakeList(back: 0);
        Gate.Give(new Input.RecordsOutlived(through));
    }

    /// <summary>Another epoch is due.</summary>
    /// <param name="isRestored">An older image was restored; else the state was moved to another SD card.</param>
    /// <param name="unacked">Of the last records the ledger has not so many, if it has not said that it has.</param>
    /// <param name="duesBeforeCut">The power goes while the divergent lines are said again; below 0: it stays.</param>
    /// <param name="rotAtCut">Then a line cannot be read any more, either; as of <see cref="Rot"/>.</param>
    public void GoOver(bool isRestored, int unacked, int duesBeforeCut, int? rotAtCut = null)
    {
        Acknowledge(Last.Sequence - unacked);
        (this.duesBeforeCut, this.rotAtCut) = (duesBeforeCut, rotAtCut);
        Gate.Granted = Last.Epoch + 1;
        if (isRestored)
            Gate.Give(new Input.FaultBegan(Fault.RolledBack, "the ledger has more"));
        else
        {
            Gate.StorageId = $"the card of epoch {Gate.Granted}";
            Gate.Restart();
        }
    }

    /// <summary>A line that the ledger has cannot be read at the next start, which is now.</summary>
    /// <param name="which">So many of those that may rot are behind it.</param>
    /// <param name="losesPower">The machine starts; else the daemon alone.</param>
    public void Rot(int which, bool losesPower)
    {
        Note();
        Acknowledge(Last.Sequence);
        var lines = Gate.Journal.Where(MayRot).ToList();
        if (lines.Count == 0)
            return;
        var line = lines[^(which % lines.Count + 1)];
        Gate.Rotten.Add(line.Position);
        Book.Lose(line);
        if (losesPower)
            Gate.LosePower();
        else
            Gate.Restart();
    }

    /// <summary>Another gate of the zone, whose lines are all heard, in order.</summary>
    public void Hear(Fact fact)
    {
        var at = Gate.Journal.Count * 1_000L + Gate.Orders.Count;
        Gate.Hear(new HeardRecord(
            TerminalId.Parse("gate-2"), new RecordPosition(1, at), Digest.Of(BitConverter.GetBytes(at)), Digest.Zero,
            new Stamp(1, 1, Gate.Wall, Gate.Trusted), fact));
    }

    /// <summary>
    /// Lines behind which the ledger's receipt is, and the chain goes on: what else rots stops the terminal.
    /// </summary>
    private bool MayRot(JournalRecord record) =>
        record.Position is var at &&
        at >= Gate.Oldest &&
        !Gate.Rotten.Contains(at) &&
        at != Gate.Ends.Rows.Single(end => end.Epoch == at.Epoch) &&
        (at.Sequence > 1 || Gate.Journal.First(first => first.Position >= Gate.Oldest) == record) &&
        at.Sequence <= acked[at.Epoch] &&
        !IsLeftBehind(at);

    private bool IsLeftBehind(RecordPosition at) =>
        Gate.Journal.Select(record => record.Fact).OfType<Fact.EpochOpened>().Any(opened =>
            opened.LeftBehind is { } left && left.Epoch == at.Epoch && at.Sequence >= left.From);

    /// <summary>What follows where an older image was restored, the ledger never has.</summary>
    private void Acknowledge(long sequence)
    {
        var before = acked.GetValueOrDefault(Last.Epoch);
        var hasDiverged = Gate.State.Past is { Move: null, Faults: var faults } && faults.Contains(Fault.RolledBack);
        Gate.Acked = acked[Last.Epoch] = hasDiverged ? before : Math.Max(before, sequence);
    }

    private void Note()
    {
        foreach (var record in Gate.Journal.Skip(taken))
            Book.Take(record);
        taken = Gate.Journal.Count;
    }
}
