using CloudBridge.Contract;
using Tests.Support;

namespace Tests.Property.CloudBridge.Ledger.Model;

/// <summary>One story told to the ledger and to the model, and what must be the same after each step.</summary>
internal sealed class MoneyStory
{
    public static readonly string[] Terminals = ["bar-1", "bar-2", "gate-1"];

    private static readonly string[] Seeded = [Kiosks.Guest, Kiosks.Other, "04010203040506", "04060504030201"];
    private static readonly string[] Spare = ["04A1A1A1A1A1A1", "04A2A2A2A2A2A2", "04A3A3A3A3A3A3"];
    private static readonly string[] Cards = [.. Seeded, .. Spare];
    private static readonly string[] Assets = ["TNF", "TLF", "FED", "TIM"];

    private readonly MoneyLedger ledger;
    private readonly Dictionary<string, List<Happening>> written = Terminals.ToDictionary(
        name => name, _ => new List<Happening>());
    private readonly Dictionary<string, int> booked = Terminals.ToDictionary(name => name, _ => 0);
    private long now;

    public MoneyStory(Site site, IReadOnlyDictionary<string, Es256Signer> keys)
    {
        ledger = new MoneyLedger(site, keys);
        foreach (var (index, card) in Seeded.Index())
        {
            var balances = new Dictionary<string, long>
            {
                ["TNF"] = 200 * index, ["TLF"] = 1_000, ["FED"] = 300, ["TIM"] = 60,
            };
            Model.Seed(card, balances);
            ledger.Seed(card, balances);
        }
    }

    public MoneyModel Model { get; } = new();

    public void Tell(MoneyStep step)
    {
        var terminal = Terminals[step.Terminal % Terminals.Length];
        switch (step.Kind)
        {
            case MoneyStepKind.Deliver:
                Deliver(terminal, step.Card);
                break;
            case MoneyStepKind.Repeat:
                Repeat(terminal, step.Card);
                break;
            case MoneyStepKind.LeaveGap:
                LeaveGap(terminal);
                break;
            case MoneyStepKind.Merge:
                var (gone, stays) = (Seeded[step.Card % Seeded.Length], Seeded[step.Wallet % Seeded.Length]);
                Try(Model.Merge(gone, stays), ledger.Merge(gone, stays));
                break;
            case MoneyStepKind.Reissue:
                var (lost, card) = (Cards[step.Card % Cards.Length], Cards[^(1 + step.Wallet % Cards.Length)]);
                Try(Model.Reissue(lost, card), ledger.Reissue(lost, card));
                break;
            case MoneyStepKind.Restart:
                ledger.Restart();
                Model.Restart();
                break;
            case MoneyStepKind.Pass:
                Pass(1);
                Pass(step.Card * Clock.Minute);
                break;
            default:
                Write(terminal, step);
                break;
        }
        Check();
    }

    /// <summary>All that was written arrives; the books are checked from the stored lines.</summary>
    public void End()
    {
        foreach (var terminal in Terminals)
            Deliver(terminal, int.MaxValue);
        Check();
        ledger.Restart();
        Check();
        if (ledger.Problems() is [var problem, ..])
            throw new InvalidOperationException($"ledger check: {problem}");
    }

    private static void Same<T>(T expected, T actual, string what)
    {
        if (!Equals(expected, actual))
            throw new InvalidOperationException($"{what}: expected {expected}; the ledger has {actual}");
    }

    private void Pass(long milliseconds)
    {
        now += milliseconds;
        ledger.Pass(now);
        Model.Pass(now);
    }

    /// <summary>Whoever asks for what is refused ends, and the ledger starts anew.</summary>
    private void Try(bool isExpected, bool isDone)
    {
        Same(isExpected, isDone, "an act of the operator");
        if (!isDone)
            Model.Restart();
    }

    private void Check()
    {
        var actual = ledger.Balances();
        foreach (var ((account, asset), amount) in Model.Balances)
            Same(amount, actual.GetValueOrDefault((NameOf(account), asset)), $"{asset} of {account}");
        Same(Model.Balances.Count(row => row.Value != 0), actual.Count, "balances that are not zero");
        foreach (var asset in actual.GroupBy(row => row.Key.Asset))
            Same(0, asset.Aggregate(Int128.Zero, (sum, row) => sum + row.Value), $"{asset.Key} of all accounts");
        var listed = ledger.Listed();
        foreach (var card in Model.Cards.Keys)
            CheckListed(card, listed[Site.Card(card)]);
    }

    private void CheckListed(string card, CardEntry entry)
    {
        var listed = entry.Balances.ToDictionary(row => row.Asset.ToString(), row => row.Amount.MinorUnits);
        foreach (var asset in Assets)
            Same(Model.Listed(card, asset), listed.GetValueOrDefault(asset), $"{asset} of {card} in the list");
        Same(Kiosks.WalletOf(Model.Cards[card]), entry.Wallet, $"the wallet of {card}");
        Same(
            Model.LostCards.Contains(card) ? CardState.Blocked : CardState.Ok, entry.State, $"the state of {card}");
    }

    /// <summary>As the ledger calls the model's account.</summary>
    private static string NameOf(string account) => account.Split('/') switch
    {
        ["wallet", var card] => $"wallet/{Kiosks.WalletOf(card)}",
        ["suspense", var card] => $"suspense/{Site.Card(card)}",
        _ => account,
    };

    private void Deliver(string terminal, int count)
    {
        var from = booked[terminal];
        var through = (int)Math.Min(written[terminal].Count, from + 1L + count);
        ledger.Deliver(terminal, Range(from, through), now);
        Book(terminal, through);
    }

    private void Repeat(string terminal, int count) =>
        ledger.Deliver(terminal, Range(Math.Max(0, booked[terminal] - 1 - count), booked[terminal]), now);

    /// <summary>The one after the next comes first; then both come.</summary>
    private void LeaveGap(string terminal)
    {
        var next = booked[terminal] + 1;
        if (written[terminal].Count <= next)
            return;
        ledger.Deliver(terminal, [next + 1], now);
        ledger.Deliver(terminal, [next, next + 1], now);
        Book(terminal, next + 1);
    }

    private void Book(string terminal, int through)
    {
        for (; booked[terminal] < through; booked[terminal]++)
            Model.Book(terminal, booked[terminal] + 1, written[terminal][booked[terminal]]);
    }

    private static IEnumerable<long> Range(int from, int through) =>
        Enumerable.Range(from + 1, through - from).Select(sequence => (long)sequence);

    private void Write(string terminal, MoneyStep step)
    {
        var happening = Imagine(terminal, step);
        written[terminal].Add(happening);
        ledger.Write(terminal, happening);
    }

    private Happening Imagine(string terminal, MoneyStep step)
    {
        var paid = Pays(step);
        // A sale has one price, which must be one amount of money.
        var price = step with { Amount = Math.Min(step.Amount, MoneyModel.Limit / 8) };
        return step.Kind switch
        {
            MoneyStepKind.Sell => new Happening.Sold([Pays(price)]),
            MoneyStepKind.SellToTwo => new Happening.Sold([Pays(price), Pays(price with { Card = price.Card + 1 })]),
            MoneyStepKind.Enter => new Happening.Entered(
                step.Parts % 4 == 0 ? [paid, Pays(step with { Card = step.Card + 1 })] : [paid]),
            MoneyStepKind.Hold => new Happening.Held(paid),
            MoneyStepKind.Refill => new Happening.Refilled(paid),
            MoneyStepKind.Refund => new Happening.Refunded(paid),
            MoneyStepKind.ReturnDeposit => new Happening.DepositReturned(paid),
            MoneyStepKind.Close => new Happening.Closed(),
            MoneyStepKind.Void => Find<Happening.Sold>(terminal, step) is var (at, sold)
                ? new Happening.Voided(at, Returned(sold.Payments, step))
                : new Happening.Voided(999, [paid]),
            MoneyStepKind.Abandon => Find<Happening.Entered>(terminal, step) is var (at, entered)
                ? new Happening.Abandoned(at, Returned(entered.Payments, step))
                : new Happening.Abandoned(999, [paid]),
            MoneyStepKind.PassThrough => new Happening.Passed(
                Find<Happening.Entered>(terminal, step) is var (at, _) ? at : 999),
            MoneyStepKind.Capture => Find<Happening.Held>(terminal, step) is var (at, held)
                ? new Happening.Captured(at, Captured(held.Payment, step))
                : new Happening.Captured(999, paid),
            _ => new Happening.Released(Find<Happening.Held>(terminal, step) is var (at, _) ? at : 999),
        };
    }

    /// <summary>One of the last few of a kind that this terminal wrote.</summary>
    private (long Sequence, T Happening)? Find<T>(string terminal, MoneyStep step) where T : Happening
    {
        var some = written[terminal].Index().Where(row => row.Item is T).TakeLast(3).ToList();
        if (some.Count == 0)
            return null;
        var (index, item) = some[step.Card % some.Count];
        return (index + 1, (T)item);
    }

    /// <summary>Mostly what was taken; else more, less, or another card's.</summary>
    private static Paid[] Returned(Paid[] taken, MoneyStep step) => (step.Wallet % 12) switch
    {
        0 => [.. taken.Select(paid => With(paid, amount => amount + 1))],
        1 => [.. taken.Select(paid => With(paid, amount => Math.Max(1, amount / 2)))],
        2 => [taken[0] with { Card = Cards[step.Parts % Cards.Length] }],
        _ => taken,
    };

    /// <summary>Mostly less than was held, and of its card.</summary>
    private static Paid Captured(Paid held, MoneyStep step) => (step.Wallet % 12) switch
    {
        0 => With(held, amount => Math.Min(MoneyModel.Limit, amount + 50)),
        1 => held with { Card = Cards[step.Parts % Cards.Length] },
        _ => With(held, amount => Math.Max(1, amount / 3)),
    };

    private static Paid With(Paid paid, Func<long, long> amount) =>
        paid with
        {
            Parts = paid.Parts.ToDictionary(part => part.Key, part => Math.Min(MoneyModel.Limit, amount(part.Value))),
        };

    /// <summary>Terminals know cards by lists of different ages, or not at all.</summary>
    private Paid Pays(MoneyStep step)
    {
        var card = Cards[step.Card % Cards.Length];
        var wallet = (step.Wallet % 8) switch
        {
            0 => null,
            1 => Seeded[step.Parts % Seeded.Length],
            < 5 => Model.Cards.GetValueOrDefault(card),
            _ => Seeded.Contains(card) ? card : null,
        };
        var assets = Assets.Where((_, index) => (step.Parts % 15 + 1 >> index & 1) == 1);
        return new Paid(card, wallet, assets.ToDictionary(asset => asset, _ => step.Amount));
    }
}
