using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Property.CloudBridge.Ledger.Model;
using Tests.Support;

namespace Tests.Property.EdgeTerminal.Core.Wallets;

/// <summary>
/// One terminal with a journal of its own, and a ledger of dictionaries that gets it late. What the terminal believes
/// of a card must be what its list would say if the ledger had had all of the journal when it made that list.
/// </summary>
internal sealed class WalletStory
{
    private const string Own = "bar-1";
    private const string Elsewhere = "bar-2";

    private static readonly string[] Seeded = [Kiosks.Guest, Kiosks.Other, "04010203040506"];
    private static readonly string[] Cards = [.. Seeded, "04A1A1A1A1A1A1", "04A2A2A2A2A2A2"];
    private static readonly string[] Assets = ["TNF", "TLF", "FED", "TIM"];
    private static readonly string[] Ordinary = ["TNF", "TLF", "FED"];
    private static readonly string[][] Each = [["TNF"], ["TLF"], ["FED"], ["TIM"]];

    /// <summary>Where one of them is in doubt, so is which of them stood in for it: all together are not.</summary>
    private static readonly string[][] Together = [Ordinary, ["TIM"]];

    private readonly TerminalDriver terminal = new(Kiosks.Setup());
    private readonly MoneyModel ledger = new() { HasStandIns = false };
    private readonly SortedDictionary<long, Happening> written = [];
    private readonly Dictionary<long, (long At, int Boot)> opened = [];
    private readonly HashSet<long> closed = [];
    private readonly HashSet<long> doubtful = [];
    private readonly List<Snapshot> lists = [];
    private Snapshot inUse;
    private long ingested;
    private long elsewhere;
    private int boots;
    private long now;

    public WalletStory()
    {
        foreach (var card in Seeded)
            ledger.Seed(card, Assets.ToDictionary(asset => asset, _ => 1_000L));
        terminal.Start();
        PublishList();
        inUse = lists[0];
        DeliverList(0);
    }

    /// <summary>How often a belief was compared, and how often it could be off by a hold.</summary>
    public (int Exact, int Doubtful) Compared { get; private set; }

    public IReadOnlyDictionary<string, int> Seen => ledger.Seen;

    public void Tell(WalletStep step)
    {
        switch (step.Kind)
        {
            case WalletStepKind.SellElsewhere:
                ledger.Book(Elsewhere, ++elsewhere, new Happening.Sold([Pays(step)]));
                break;
            case WalletStepKind.RefillElsewhere:
                ledger.Book(Elsewhere, ++elsewhere, new Happening.Refilled(Pays(step)));
                break;
            case WalletStepKind.Ingest:
                Ingest(ingested + 1 + step.Which);
                break;
            case WalletStepKind.PublishList:
                PublishList();
                break;
            case WalletStepKind.DeliverList:
                DeliverList(step.Which);
                break;
            case WalletStepKind.Merge:
                ledger.Merge(Seeded[step.Card % Seeded.Length], Seeded[step.Which % Seeded.Length]);
                break;
            case WalletStepKind.Reissue:
                ledger.Reissue(Cards[step.Card % Cards.Length], Cards[^(1 + step.Which % 2)]);
                break;
            case WalletStepKind.Restart:
                terminal.Restart();
                break;
            case WalletStepKind.LosePower:
                boots++;
                terminal.LosePower();
                break;
            case WalletStepKind.Pass:
                Pass(2 * step.Which * Clock.Minute);
                break;
            default:
                if (Imagine(step) is { } happening)
                    Write(happening);
                break;
        }
        Check();
    }

    /// <summary>A list that has everything leaves nothing to believe.</summary>
    public void End()
    {
        Ingest(terminal.Journal.Count);
        PublishList();
        DeliverList(0);
        Check();
        if (doubtful.Count > 0)
            throw new InvalidOperationException("doubts are left behind the last list");
    }

    private void Write(Happening happening)
    {
        var sequence = terminal.Record(MoneyFacts.Of(happening)).Sequence;
        written[sequence] = happening;
        if (happening is Happening.Held)
            opened[sequence] = (terminal.Monotonic, boots);
        if (ClosedBy(happening) is { } hold)
        {
            closed.Add(hold);
            Doubt(hold);
        }
    }

    private static long? ClosedBy(Happening happening) => happening switch
    {
        Happening.Captured captured => captured.Hold,
        Happening.Released released => released.Hold,
        Happening.Voided voided => voided.Sale,
        Happening.Abandoned abandoned => abandoned.Entry,
        _ => null,
    };

    private void Pass(long milliseconds)
    {
        terminal.Wait(milliseconds);
        now += milliseconds;
        ledger.Pass(now);
    }

    private void Ingest(long through)
    {
        for (; ingested < Math.Min(through, terminal.Journal.Count); ingested++)
            if (written.TryGetValue(ingested + 1, out var happening))
                ledger.Book(Own, ingested + 1, happening);
    }

    private void PublishList() => lists.Add(new Snapshot(lists.Count + 1, ingested, new MoneyModel(ledger)));

    /// <summary>Mostly one of the latest: a terminal refuses the others.</summary>
    private void DeliverList(int which)
    {
        var list = lists[Math.Max(0, lists.Count - 1 - which % 3)];
        if (terminal.ApplyList(list.Version, list.Watermark, [.. Entries(list.Ledger)]).Ignored is not null)
            return;
        inUse = list;
        doubtful.Clear();
        foreach (var hold in closed)
            Doubt(hold);
    }

    private static IEnumerable<CardEntry> Entries(MoneyModel ledger) =>
        from card in ledger.Cards
        select new CardEntry(
            Site.Card(card.Key),
            Kiosks.WalletOf(card.Value),
            ledger.LostCards.Contains(card.Key) ? CardState.Blocked : CardState.Ok,
            CardClass.Uid,
            [.. Assets.Select(asset => Records.Amount(asset, ledger.Listed(card.Key, asset)))],
            EverUsed: true,
            FormerWallets: [.. ledger.FormerOf(card.Value).Select(Kiosks.WalletOf)]);

    /// <summary>
    /// A hold that is closed behind the list's watermark, and that the list may have stopped counting: it was written
    /// 14 minutes ago, or at a time that nobody can compare.
    /// </summary>
    private void Doubt(long hold)
    {
        if (!opened.TryGetValue(hold, out var since) || hold > inUse.Watermark || ClosedBelow(hold))
            return;
        if (since.Boot != boots || terminal.Monotonic - since.At >= 14 * Clock.Minute)
            doubtful.Add(hold);
    }

    private bool ClosedBelow(long hold) =>
        written.Any(row => row.Key <= inUse.Watermark && ClosedBy(row.Value) == hold);

    private void Check()
    {
        var expected = new MoneyModel(inUse.Ledger);
        foreach (var (sequence, happening) in written.Where(row => row.Key > inUse.Watermark))
            expected.Book(Own, sequence, happening);
        foreach (var card in inUse.Ledger.Cards.Keys.Where(card => !inUse.Ledger.LostCards.Contains(card)))
        {
            var believed = Believed(card);
            Paid[] given = [.. GivenWithoutWallet(card)], taken = [.. TakenByOthers(card)];
            long Doubt(string asset) => OpenDoubt(asset) + given.Sum(paid => paid.Parts.GetValueOrDefault(asset));
            long Unseen(string asset) => taken.Sum(paid => paid.Parts.GetValueOrDefault(asset));
            var listed = Assets.ToDictionary(asset => asset, asset => expected.Listed(card, asset));
            SetOff(listed);
            foreach (var assets in Ordinary.All(asset => Doubt(asset) + Unseen(asset) == 0) ? Each : Together)
                Compare(
                    (card, string.Join(" and ", assets)),
                    (assets.Sum(asset => listed[asset]), assets.Sum(asset => believed.GetValueOrDefault(asset))),
                    doubt: assets.Sum(Doubt),
                    unseen: assets.Sum(Unseen));
        }
    }

    /// <summary>What is lacking of one ordinary asset is taken from the others, in their order.</summary>
    private static void SetOff(Dictionary<string, long> balances)
    {
        foreach (var lacking in Ordinary)
            foreach (var other in Ordinary)
            {
                var part = Math.Max(0, Math.Min(-balances[lacking], balances[other]));
                balances[lacking] += part;
                balances[other] -= part;
            }
    }

    private long OpenDoubt(string asset) =>
        doubtful.Sum(hold => ((Happening.Held)written[hold]).Payment.Parts.GetValueOrDefault(asset));

    private void Compare(
        (string Card, string Asset) of, (long Expected, long Believed) balance, long doubt, long unseen)
    {
        var (expected, believed) = balance;
        var isExact = doubt + unseen == 0;
        Compared = (Compared.Exact + (isExact ? 1 : 0), Compared.Doubtful + (isExact ? 0 : 1));
        if (believed > expected + unseen || believed < expected - doubt)
            throw new InvalidOperationException(
                $"{of.Card}: {believed} {of.Asset} are believed; expected {expected - doubt} to {expected + unseen}");
    }

    /// <summary>
    /// What was given to cards that no list had: the wallet that they have got since need not have it.
    /// </summary>
    private IEnumerable<Paid> GivenWithoutWallet(string card) =>
        from row in written
        where row.Key > inUse.Watermark
        from paid in GivenBy(row.Value)
        where paid.Wallet is null && ShareWallet(paid.Card, card)
        select paid;

    /// <summary>What other cards, which share this one's wallet now, took when no list had them.</summary>
    private IEnumerable<Paid> TakenByOthers(string card) =>
        from row in written
        where row.Key > inUse.Watermark
        from paid in TakenBy(row.Value)
        where paid.Wallet is null && paid.Card != card && ShareWallet(paid.Card, card)
        select paid;

    private bool ShareWallet(string card, string other) =>
        inUse.Ledger.Cards.GetValueOrDefault(card) == inUse.Ledger.Cards[other];

    private static Paid[] TakenBy(Happening happening) => happening switch
    {
        Happening.Sold sold => sold.Payments,
        Happening.Entered entered => entered.Payments,
        Happening.Held held => [held.Payment],
        Happening.Captured captured => [captured.Payment],
        Happening.Refunded refunded => [refunded.Payment],
        _ => [],
    };

    private Paid[] GivenBy(Happening happening) => happening switch
    {
        Happening.Voided voided => voided.Returned,
        Happening.Abandoned abandoned => abandoned.Returned,
        Happening.Refilled refilled => [refilled.Payment],
        Happening.DepositReturned returned => [returned.Payment],
        Happening.Captured or Happening.Released => [((Happening.Held)written[ClosedBy(happening)!.Value]).Payment],
        _ => [],
    };

    private Dictionary<string, long> Believed(string card)
    {
        terminal.Tap(card);
        var left = terminal.Screen is GuestScreen.Balance balance ? balance.Left : [];
        terminal.Give(new Input.BasketCleared());
        return left.ToDictionary(row => row.Asset.ToString(), row => row.Amount.MinorUnits);
    }

    private Happening? Imagine(WalletStep step)
    {
        var paid = Pays(step);
        return step.Kind switch
        {
            WalletStepKind.Sell => new Happening.Sold([paid]),
            WalletStepKind.SellToTwo => new Happening.Sold([paid, Pays(step with { Card = step.Card + 1 })]),
            WalletStepKind.Enter => new Happening.Entered([paid]),
            WalletStepKind.Hold => new Happening.Held(paid),
            WalletStepKind.Refill => new Happening.Refilled(Given(paid, step)),
            WalletStepKind.Refund => new Happening.Refunded(paid),
            WalletStepKind.ReturnDeposit => new Happening.DepositReturned(Given(paid, step)),
            WalletStepKind.Void => Find<Happening.Sold>(step) is var (at, sold)
                ? new Happening.Voided(at, sold.Payments)
                : null,
            WalletStepKind.Abandon => Find<Happening.Entered>(step) is var (at, entered)
                ? new Happening.Abandoned(at, entered.Payments)
                : null,
            WalletStepKind.Capture => Find<Happening.Held>(step) is var (at, held)
                ? new Happening.Captured(at, Part(held.Payment, step.Amount))
                : null,
            _ => Find<Happening.Held>(step) is var (at, _) ? new Happening.Released(at) : null,
        };
    }

    /// <summary>
    /// One of the last few of a kind that nothing has settled; of holds now and then one that is closed.
    /// </summary>
    private (long Sequence, T Happening)? Find<T>(WalletStep step) where T : Happening
    {
        var again = step.Amount % 8 == 0;
        var some = written
            .Where(row => row.Value is T && (!closed.Contains(row.Key) || again && row.Value is Happening.Held))
            .TakeLast(3)
            .ToList();
        if (some.Count == 0)
            return null;
        var (sequence, happening) = some[step.Which % some.Count];
        return (sequence, (T)happening);
    }

    private static Paid Part(Paid held, int most) =>
        held with { Parts = held.Parts.ToDictionary(part => part.Key, part => Math.Min(part.Value, most)) };

    /// <summary>As the list in use has the card.</summary>
    private Paid Pays(WalletStep step)
    {
        var card = Cards[step.Card % Cards.Length];
        var assets = Assets.Where((_, index) => (step.Which % 15 + 1 >> index & 1) == 1);
        return new Paid(
            card,
            inUse.Ledger.Cards.GetValueOrDefault(card),
            assets.ToDictionary(asset => asset, _ => (long)step.Amount));
    }

    /// <summary>Staff at a terminal give of one asset; what says otherwise is no terminal's.</summary>
    private static Paid Given(Paid paid, WalletStep step) =>
        paid with { Parts = new Dictionary<string, long> { ["TLF"] = step.Amount } };

    private sealed record Snapshot(long Version, long Watermark, MoneyModel Ledger);
}
