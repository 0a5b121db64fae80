using System.Security.Cryptography;
using CloudBridge.Contract;
using EdgeTerminal.Core;
using FsCheck;
using FsCheck.Fluent;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Property.EdgeTerminal.Store;

/// <summary>
/// Nothing that a rule reads lives in the files of the card list or in their cache alone. Two terminals live through
/// the same and are killed and started again before each step, from their disks; one of them has lost all files of its
/// lists then, and is sent the list again that it had.
/// </summary>
public class LosingFilesProperties
{
    private const string Rich = "04112233445501";
    private const string Newcomer = "04112233445502";
    private const string Locked = "04112233445503";
    private const string Outdated = "04112233445504";
    private const string Counted = "04112233445505";
    private const string Stranger = "04112233445566";
    private const string Random = "08010203";

    /// <summary>
    /// Those that no story of a kiosk can meet by what is sold to whom: a gate's, a drink station's, what staff is
    /// refused, and those of the terminal itself, for which no list is looked at.
    /// </summary>
    private static readonly Reason[] NotOfCards =
    [
        Reason.PassedBack, Reason.ZoneFull, Reason.PouringElsewhere, Reason.WrongPin, Reason.PinLocked,
        Reason.NotAllowed, Reason.NothingToVoid, Reason.CreditAtOnce, Reason.CreditADay, Reason.CreditTotal,
        Reason.JournalFull, Reason.DeviceFault, Reason.OutOfService,
    ];

    private static readonly string[] Everybody =
    [
        Guest, Guest, Guest, Other, Other, Other, Other, Rich, Rich, Rich, Rich, Rich,
        Newcomer, Newcomer, Stranger, Stranger, Locked, Outdated, Counted, Random,
    ];

    private static readonly AssetId Badge = AssetId.Parse("BDG");

    private static readonly Article Wine = Beer with { Allowance = "alcohol" };

    private static readonly Article[] Articles =
    [
        Wine, Wine, Wine, Wine, Syrup, Syrup, Syrup, Syrup, Syrup,
        new(ArticleId.Parse("feast"), "Festin", new Money(1_300), 550),
        Syrup with { Entitlement = Badge },
        Syrup with { Window = new SaleWindow(0, 1) },
        Syrup with { AdultsOnly = true },
    ];

    private static readonly TerminalLimits Tight = TerminalLimits.Default with
    {
        Uid = new ClassLimits(
            FreshLimit: new Money(20_00), OfflineLimit: new Money(10_00), FloorLimit: new Money(9_00),
            FirstUseLimit: new Money(3_00), VelocityTaps: 4, VelocitySeconds: 600),
        OfflineTotal = new Money(15_00),
        UnknownCards = new UnknownCardRules(
            UnknownCardPolicy.Allow, AssetId.Parse("TLF"), PerCard: new Money(700), PerDay: new Money(1_000)),
        UntrustedTime = TerminalLimits.Default.UntrustedTime with { Window = UntrustedTimeChoice.Refuse },
        Allowances = [new AllowanceLimit("alcohol", 2)],
        UntrustedBoots = 3,
    };

    private static readonly Gen<Step> AnyStep =
        from kind in Gen.Frequency(
            (45, Gen.Constant(Kind.Buy)),
            (1, Gen.Constant(Kind.TwoCards)),
            (4, Gen.Constant(Kind.ApplyList)),
            (6, Gen.Constant(Kind.Confirm)),
            (2, Gen.Constant(Kind.Wait)),
            (1, Gen.Constant(Kind.LosePower)),
            (1, Gen.Constant(Kind.RestoreImage)),
            (1, Gen.Constant(Kind.ChangeStorage)))
        from what in Gen.Choose(0, Articles.Length - 1)
        from who in Gen.Choose(0, Everybody.Length - 1)
        select new Step(kind, what, who);

    private static readonly Gen<Step[]> Story =
        from length in Gen.Choose(10, 50) from steps in Gen.ArrayOf(AnyStep, length) select steps;

    private enum Kind
    {
        Buy,
        TwoCards,
        ApplyList,
        Confirm,
        Wait,
        LosePower,
        RestoreImage,
        ChangeStorage,
    }

    [Fact]
    public void Whoever_loses_all_files_of_the_list_before_any_step_and_gets_it_back_judges_as_if_nothing_had_been()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var ledgerPair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (own, ledger) = (KeyedHashKey.Of(pair), KeyedHashKey.Of(ledgerPair));
        var answers = new HashSet<string>();
        Holds.For(Story, Shorter, 60, story =>
        {
            var (kept, lost) = (new Play(own, ledger), new Play(own, ledger));
            foreach (var step in story)
            {
                kept.Restart(losesLists: false);
                lost.Restart(losesLists: true);
                Assert.Equal(kept.Do(step), lost.Do(step));
            }
            answers.UnionWith(kept.Reasons);
        });

        // A run counts only if all that could be refused was.
        var met = Enum.GetValues<Reason>().Except(NotOfCards).Select(reason => reason.ToString()).Append("Approved");
        Assert.Empty(met.Except(answers));
    }

    /// <summary>One step less, which one ever.</summary>
    private static IEnumerable<Step[]> Shorter(Step[] story) =>
        story.Select((_, dropped) => story.Where((_, at) => at != dropped).ToArray());

    private sealed record Step(Kind Kind, int What, int Who);

    private sealed class Play
    {
        private readonly KeyedHashKey ledger;
        private readonly StoredTerminal terminal;
        private SignedList list;

        public Play(KeyedHashKey own, KeyedHashKey ledger)
        {
            this.ledger = ledger;
            terminal = new StoredTerminal(
                new TerminalSetup(Tight, Bar),
                new StoredKeys(own, new KeyRing(own), new KeyRing(ledger)),
                new ForgetfulDisk { KeepsLog = false },
                new ForgetfulDisk { KeepsLog = false });
            terminal.Start();
            list = ListOf(1, [], EpochMarks.None);
            Assert.Null(terminal.Apply(list));
        }

        /// <summary>Why a tap was refused, or that it was approved.</summary>
        public HashSet<string> Reasons { get; } = [];

        /// <summary>
        /// The ledger is in reach then, sends what is missing, and confirms what it had confirmed of the list.
        /// </summary>
        public void Restart(bool losesLists)
        {
            var before = terminal.State.Present;
            terminal.Restart(losesLists);
            if (losesLists)
                Assert.Equal(before.ListInUse is not null, terminal.Apply(list) is null);
            if (before.ConfirmedAtMilliseconds is { } at && terminal.State.Present.ListInUse is not null)
                terminal.Confirm(at);
        }

        /// <returns>What the guest got, and on what it was judged.</returns>
        public string Do(Step step)
        {
            switch (step.Kind)
            {
                case Kind.Buy:
                    terminal.Buy(Articles[step.What], Everybody[step.Who]);
                    return Answer();
                case Kind.TwoCards:
                    terminal.BuyWithTwoCards(Syrup);
                    return Answer();
                case Kind.ApplyList:
                    return ApplyList(step.What / 3) is null ? "applied" : "not applied";
                case Kind.Confirm:
                    terminal.Confirm();
                    break;
                case Kind.Wait:
                    terminal.Wait(step.What == 0 ? TimeSpan.FromHours(80) : TimeSpan.FromMinutes(3));
                    break;
                case Kind.LosePower:
                    terminal.LosePower();
                    terminal.Restart();
                    break;
                case Kind.RestoreImage:
                    Grant(new EpochAck(Epoch, 5_000, Digest.Of("another branch"u8)));
                    terminal.Take(new Input.FaultBegan(Fault.RolledBack, "the ledger has more"));
                    terminal.Settle();
                    // The ledger makes a list that has the new epoch.
                    terminal.Restart();
                    return ApplyList(back: 0) is null ? "applied" : "not applied";
                case Kind.ChangeStorage:
                    Grant();
                    terminal.StorageId = $"the card of epoch {Epoch + 1}";
                    terminal.Restart();
                    break;
            }
            return $"{terminal.State.Present.ListInUse} {terminal.State.Past.UnlistedDebits}";
        }

        private long Epoch => terminal.State.Past.Last!.Value.Epoch;

        private string Answer()
        {
            var screen = terminal.Screen switch
            {
                GuestScreen.Refused refused => $"{refused.Reason} {refused.Left}",
                GuestScreen.Approved approved => $"Approved {approved.Left}",
                var other => $"{other}",
            };
            Reasons.Add(screen.Split(' ')[0]);
            return $"{screen} {terminal.LastVerdict?.DecidedOn()}";
        }

        private void Grant(params EpochAck[] rows)
        {
            var ack = new AckMessage(
                Site.Id, Addressee.Of(Site.Bar), 1, [.. rows, new EpochAck(Epoch + 1, 0, Digest.Zero)]);
            terminal.Acknowledge(ack, SignedMessage.Sign(ack, ledger).Compact);
        }

        /// <summary>The ledger has all but so many of the last sales.</summary>
        /// <returns>Why it is not used; null when it is.</returns>
        private string? ApplyList(int back)
        {
            var sales = terminal.Records.Where(record => record.Fact is Fact.Sale)
                .GroupBy(record => record.Reissues?.Position() ?? record.Position)
                .Select(said => said.Last())
                .ToList();
            var missing = sales.TakeLast(back).ToList();
            var end = missing.Count == 0 ? terminal.Records[^1].Position : missing[0].Position.Before();
            var watermarks = EpochMarks.Of(
                terminal.Records.Select(record => record.Position).Where(position => position <= end));
            var next = ListOf(
                list.Manifest.Version + 1, [.. sales.Take(sales.Count - missing.Count)], watermarks);
            var why = terminal.Apply(next);
            if (why is null)
                list = next;
            return why;
        }

        private SignedList ListOf(long version, List<JournalRecord> sales, EpochMarks watermarks) => SignedList.Of(
            version,
            watermarks,
            [
                Entry(Guest, 500, sales),
                Entry(Other, 6_000, sales) with { Age = AgeClass.Adult },
                Entry(Rich, 100_000, sales) with
                {
                    Age = AgeClass.Adult,
                    Entitlements = [new Entitlement(Badge, null, long.MaxValue / 2_000)],
                },
                Entry(Newcomer, 5_000, sales) with { EverUsed = false },
                Entry(Locked, 5_000, sales) with { State = CardState.Blocked },
                Entry(Outdated, 5_000, sales) with { ValidThroughMilliseconds = 1 },
                Entry(Counted, 5_000, sales) with { Class = CardClass.Counter },
            ],
            ledger);

        private static CardEntry Entry(string uid, long seeded, List<JournalRecord> sales)
        {
            var card = Site.Card(uid);
            var left = seeded + sales.SelectMany(record => record.Fact.Movements())
                .Where(movement => movement.Card == card).Sum(row => row.Amount.MinorUnits);
            return Card(uid, $"TLF {left}") with
            {
                AllowancesUsed =
                [
                    .. from record in sales
                       let sale = (Fact.Sale)record.Fact
                       where sale.Card == card
                       from used in Allowances.Of(sale, record.Stamp, Tight)
                       group used by (used.Name, used.Day) into day
                       select new AllowanceUse(day.Key.Name, day.Key.Day, day.Sum(used => used.Count)),
                ],
            };
        }
    }
}
