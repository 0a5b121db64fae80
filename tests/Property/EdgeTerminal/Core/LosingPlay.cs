using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Property.EdgeTerminal.Core;

internal enum PlantedLosingBug
{
    None,
    ForgetsWhatWasSpent,
    ForgetsOwnBlocks,
    ForgetsOwnCounters,
    ForgetsHolds,
    ForgetsUnknownCards,
    ForgetsHeardBlocks,
    ForgetsHeardSales,
}

/// <summary>
/// One terminal that lives through a story: what its own guests and staff do, what another terminal says, and lists of
/// a ledger that has more or less of it.
/// </summary>
internal sealed class LosingPlay
{
    private const string Stranger = "04112233445566";
    private const string Counted = "04112233445505";

    private static readonly string[] Everybody = [Guest, Other, Stranger];

    private static readonly CardToken Staff = Site.Card("04AABBCCDDEE01");

    private static readonly TerminalId Neighbour = TerminalId.Parse("bar-2");

    private static readonly TerminalLimits Tight = TerminalLimits.Default with
    {
        Uid = TerminalLimits.Default.Uid with { VelocityTaps = 6 },
        OfflineTotal = new Money(30_00),
        UnknownCards = new UnknownCardRules(
            UnknownCardPolicy.Allow, AssetId.Parse("TLF"), PerCard: new Money(700), PerDay: new Money(1_000)),
        Allowances = [new AllowanceLimit("alcohol", 4)],
        UntrustedBoots = 3,
    };

    private readonly TerminalDriver driver = new(Setup(Tight)) { StorageId = "the first card" };
    private readonly List<Fact> said = [];
    private readonly Queue<(RecordPosition Held, string Uid)> holds = [];
    private ImmutableArray<CardEntry> entries;
    private RecordPosition? voided;
    private long reading;

    public LosingPlay()
    {
        driver.Start();
        ApplyList(back: 0);
    }

    /// <summary>What each tap got: the reason, or the screen, and what the card has left.</summary>
    public List<string> Answers { get; } = [];

    public Remembered Past => driver.State.Past;

    public Remembered Folded() => driver.Folded();

    public void Do(LosingStep step)
    {
        var someone = Everybody[step.Choice % Everybody.Length];
        var known = Everybody[step.Choice % 2];
        switch (step.Kind)
        {
            case LosingStepKind.BuyBeer:
                Buy(Beer with { Allowance = "alcohol" }, someone);
                break;
            case LosingStepKind.BuySyrup:
                Buy(Syrup, someone);
                break;
            case LosingStepKind.ShowCounter:
                ShowCounter(step.Choice);
                break;
            case LosingStepKind.Block:
                driver.Record(new Fact.CardBlocked(Site.Card(someone), Staff));
                break;
            case LosingStepKind.Refill:
                driver.Record(new Fact.Refill(Pays(known, 300), Staff));
                break;
            case LosingStepKind.Hold:
                var held = driver.Record(
                    new Fact.Hold(Pays(known, 400), Beer.Id, new Money(700), 450, Records.Verdict));
                holds.Enqueue((held, known));
                break;
            case LosingStepKind.Close:
                Close(isUsed: step.Choice > 2);
                break;
            case LosingStepKind.Void:
                VoidTheLastSale();
                break;
            case LosingStepKind.HearBlock:
                Hear(new Fact.CardBlocked(Site.Card(someone), Staff));
                break;
            case LosingStepKind.HearSale:
                Hear(new Fact.Sale(
                    Site.Card(known), [Pays(known, 350)], [new BasketLine(Beer.Id, 1, new Money(350), 2000)],
                    Records.Verdict));
                break;
            case LosingStepKind.ApplyList:
                ApplyList(step.Choice / 2);
                break;
            case LosingStepKind.Confirm:
                driver.Confirm();
                break;
            case LosingStepKind.Wait:
                driver.Wait(step.Choice == 9 ? 80 * Clock.Hour : 20 * Clock.Second);
                break;
            case LosingStepKind.Restart:
                driver.Restart();
                break;
            case LosingStepKind.LosePower:
                // Time that was seen to be powered is what records say: both say it now.
                driver.Give(new Input.FaultBegan(Fault.CardKeysLost, "for the time"));
                driver.LosePower();
                break;
            case LosingStepKind.RestoreImage:
                driver.GoOver(isRestored: true, Unacked(step.Choice));
                break;
            case LosingStepKind.ChangeStorage:
                driver.GoOver(isRestored: false, unacked: 0);
                break;
        }
    }

    /// <summary>Cache and files are gone; the ledger is in reach, and confirms what it had confirmed.</summary>
    public void LoseListAndGetItBack(PlantedLosingBug bug = PlantedLosingBug.None)
    {
        var (past, present) = driver.State;
        if (present.ListInUse is not { } list)
            return;
        var confirmed = present.ConfirmedAtMilliseconds;
        driver.Give(new Input.ListLost("for the test"));
        driver.Tamper(state => Plant(state, bug));
        Assert.Null(driver.ApplyList(list, past.Watermarks, [.. entries]).Ignored);
        if (confirmed is { } at)
            driver.Give(new Input.BeatAnswered(list, at, driver.Wall));
    }

    private static TerminalState Plant(TerminalState state, PlantedLosingBug bug)
    {
        var (past, present) = state;
        return bug switch
        {
            PlantedLosingBug.ForgetsWhatWasSpent => state with
            {
                Past = past with { Purses = Remembered.Nothing.Purses },
            },
            PlantedLosingBug.ForgetsOwnBlocks => state with
            {
                Past = past with { BlockedHere = Remembered.Nothing.BlockedHere },
            },
            PlantedLosingBug.ForgetsOwnCounters => state with
            {
                Past = past with { Counters = Remembered.Nothing.Counters },
            },
            PlantedLosingBug.ForgetsHolds => state with { Past = past with { Holds = Remembered.Nothing.Holds } },
            PlantedLosingBug.ForgetsUnknownCards => state with { Past = past with { UnknownCardsSpent = Money.Zero } },
            PlantedLosingBug.ForgetsHeardBlocks => state with
            {
                Present = present with
                {
                    Peers = present.Peers with { Blocked = HeardPeers.AtPowerOn.Blocked },
                },
            },
            PlantedLosingBug.ForgetsHeardSales => state with
            {
                Present = present with { Peers = present.Peers with { Purses = HeardPeers.AtPowerOn.Purses } },
            },
            _ => state,
        };
    }

    private static Payment Pays(string uid, long cents) =>
        new(Site.Card(uid), WalletOf(uid), [Records.Amount("TLF", cents)]);

    private void Buy(Article article, string uid)
    {
        driver.Give(new Input.ArticleChosen(article));
        driver.Tap(uid);
        Answer();
    }

    /// <summary>For a syrup or for nothing; now and then it is a copy that shows what it has heard.</summary>
    private void ShowCounter(int choice)
    {
        reading += choice < 7 ? 1 : 0;
        if (choice % 2 == 0)
            driver.Give(new Input.ArticleChosen(Syrup));
        driver.Tap(Counted, reading);
        Answer();
    }

    private void Answer()
    {
        Answers.Add(driver.Screen switch
        {
            GuestScreen.Refused refused => $"{refused.Reason} {refused.Left}",
            GuestScreen.Approved approved => $"Approved {approved.Left}",
            GuestScreen.Balance balance => $"Balance {balance.Left}",
            var other => $"{other}",
        });
        driver.Finish();
        driver.Give(new Input.BasketCleared());
    }

    private void Close(bool isUsed)
    {
        if (!holds.TryDequeue(out var hold))
            return;
        driver.Record(isUsed
            ? new Fact.Capture(hold.Held, Pays(hold.Uid, 250), 100, 200_000, "card gone")
            : new Fact.Release(hold.Held, "card gone"));
    }

    private void VoidTheLastSale()
    {
        var last = driver.Journal.LastOrDefault(record => record.Fact is Fact.Sale);
        if (last?.Fact is not Fact.Sale sale || NameOf(last) == voided)
            return;
        voided = NameOf(last);
        driver.Record(new Fact.Void(NameOf(last), sale.Payments, Staff));
    }

    private void Hear(Fact fact)
    {
        said.Add(fact);
        driver.Hear(new HeardRecord(
            Neighbour,
            new RecordPosition(1, said.Count),
            HashOf(said.Count),
            said.Count == 1 ? Digest.Zero : HashOf(said.Count - 1),
            new Stamp(1, 1_000, Clock.Noon, Trusted: true),
            fact));
    }

    private static Digest HashOf(int line) =>
        Digest.Of(Encoding.ASCII.GetBytes(line.ToString(CultureInfo.InvariantCulture)));

    private static RecordPosition NameOf(JournalRecord record) => record.Reissues?.Position() ?? record.Position;

    /// <summary>Records of this epoch from the first of so many last sales on.</summary>
    private int Unacked(int sales)
    {
        var last = driver.Journal[^1].Position;
        var first = driver.Journal
            .Where(record => record.Position.Epoch == last.Epoch && record.Fact is Fact.Sale)
            .TakeLast(sales)
            .FirstOrDefault()?.Position;
        return first is { } from ? (int)(last.Sequence - from.Sequence + 1) : 0;
    }

    /// <summary>
    /// The ledger has all but so many of the last sales and what came behind them, and as much less of the neighbour. A
    /// card that was blocked is free again with the list that knows it.
    /// </summary>
    private void ApplyList(int back)
    {
        var records = driver.Journal.GroupBy(NameOf).Select(line => line.Last()).ToList();
        var missing = records.Where(record => record.Fact is Fact.Sale).TakeLast(back).ToList();
        var end = missing.Count == 0 ? driver.Journal[^1].Position : missing[0].Position.Before();
        var watermarks = EpochMarks.Of(
            driver.Journal.Select(record => record.Position).Where(position => position <= end));
        var listed = records.Where(record => record.Position <= end).ToList();
        var heard = Math.Max(0, said.Count - back);
        var next = ImmutableArray.Create(
            Entry(Guest, 1_500, listed, heard),
            Entry(Other, 6_000, listed, heard),
            Entry(Counted, 2_000, listed, heard) with
            {
                Class = CardClass.Counter,
                Counter = listed.Max(record => record.Fact.Counter()?.Value),
            });
        var before = driver.PeerWatermarks;
        driver.PeerWatermarks = [new Watermark(Neighbour, 1, heard)];
        if (driver.ApplyList((Past.List?.Version ?? 0) + 1, watermarks, [.. next]).Ignored is null)
            entries = next;
        else
            driver.PeerWatermarks = before;
    }

    /// <summary>What is booked, less what is held.</summary>
    private CardEntry Entry(string uid, long seeded, List<JournalRecord> listed, int heard)
    {
        var card = Site.Card(uid);
        var closed = listed.Select(record => record.Fact switch
        {
            Fact.Capture capture => capture.Held,
            Fact.Release release => release.Held,
            _ => default(RecordPosition?),
        }).ToHashSet();
        var left = seeded +
            listed.Select(record => record.Fact).Concat(said.Take(heard)).SelectMany(fact => fact.Movements())
                .Where(movement => movement.Card == card).Sum(row => row.Amount.MinorUnits) -
            listed.Where(record => !closed.Contains(NameOf(record))).Select(record => record.Fact).OfType<Fact.Hold>()
                .Where(hold => hold.Payment.Card == card).Sum(hold => hold.Payment.Total().MinorUnits);
        return Card(uid, $"TLF {Math.Max(0, left)}");
    }
}
