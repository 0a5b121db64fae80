using System.Collections.Immutable;
using System.Globalization;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using HardwareDrivers.Abstractions;
using Tests.Support;

namespace Tests.Simulation;

/// <summary>
/// The guests' cards. Some share a wallet, some were blocked before they were used, and the last are not known to the
/// ledger. Of a card with a counter the deck knows the next reading.
/// </summary>
internal sealed class Deck
{
    private const string Bracelets = "bracelets";
    private const string Stickers = "stickers";

    private readonly int known;
    private readonly long[] counters;
    private readonly ImmutableArray<NewCard> cards;

    public Deck(Plan plan)
    {
        var chance = new Chance(plan.Seed).Split("cards");
        known = plan.Cards;
        counters = new long[known];
        var made = ImmutableArray.CreateBuilder<NewCard>(known);
        for (var number = 0; number < known; number++)
        {
            var token = TokenOf(number);
            var isShared = number > 0 && plan.Balance is null && chance.Happens(0.15);
            var wallet = isShared ? made[chance.Below(number)].Wallet : new WalletId(token.Value ^ 1);
            var state = plan.Balance is null && chance.Happens(0.02) ? CardState.Blocked : CardState.Ok;
            made.Add(new NewCard(token, wallet, ClassOf(number), state, isShared ? [] : Balances(plan, chance)));
        }
        cards = made.MoveToImmutable();
    }

    /// <summary>What a population's proof is worth.</summary>
    public static IReadOnlyDictionary<string, CardClass> Populations { get; } = new Dictionary<string, CardClass>
    {
        [Bracelets] = CardClass.Aes,
        [Stickers] = CardClass.Counter,
    };

    /// <summary>Those that the ledger knows.</summary>
    public ImmutableArray<NewCard> Known => cards;

    /// <summary>A card's name.</summary>
    public static CardToken TokenOf(int card) => Site.Card(UidOf(card));

    /// <summary>The wallet of a card that the ledger knows.</summary>
    public WalletId? WalletOf(int card) => card < known ? cards[card].Wallet : null;

    /// <summary>What a reader sees.</summary>
    /// <param name="card">Which.</param>
    /// <param name="manner">A copy proves nothing.</param>
    /// <param name="timestamp">When.</param>
    public ReaderEvent.CardArrived Seen(int card, Manner manner, long timestamp)
    {
        var uid = manner == Manner.RandomUid ? "08A1B2C3" : UidOf(card);
        return new ReaderEvent.CardArrived(new CardIdentity(Convert.FromHexString(uid), 0x0044, 0), timestamp)
        {
            LayThere = manner == Manner.LeftLying,
            Proof = Prove(card, manner),
        };
    }

    private CardProof Prove(int card, Manner manner) => (manner, ClassOf(card)) switch
    {
        (Manner.KeysLost, _) => new CardProof.KeysLost("the key file cannot be read"),
        (Manner.HoldsCopy or Manner.RandomUid, _) => CardProof.Nothing,
        (_, CardClass.Aes) => new CardProof.Authenticated(Bracelets, 1),
        (_, CardClass.Counter) when card < known => new CardProof.Counted(Stickers, ++counters[card]),
        _ => CardProof.Nothing,
    };

    private static CardClass ClassOf(int card) => (card % 10) switch
    {
        7 => CardClass.Counter,
        8 or 9 => CardClass.Aes,
        _ => CardClass.Uid,
    };

    private static string UidOf(int card) => string.Create(CultureInfo.InvariantCulture, $"04{card + 1:X12}");

    private static ValueList<AssetAmount> Balances(Plan plan, Chance chance)
    {
        var main = plan.Balance ?? (chance.Happens(0.08) ? 0 : chance.Between(5, 90) * 100);
        var rows = new List<AssetAmount> { Amount(AssetCategory.Local, main) };
        if (plan.Gift > 0)
            rows.Add(Amount(AssetCategory.Gift, plan.Gift));
        if (plan.Balance is null && chance.Happens(0.3))
            rows.Add(Amount(AssetCategory.Gift, chance.Between(1, 1_000)));
        if (plan.Balance is null && chance.Happens(0.3))
            rows.Add(Amount(AssetCategory.Federated, chance.Between(1, 3_000)));
        if (plan.Balance is null && chance.Happens(0.3))
            rows.Add(Amount(AssetCategory.Time, chance.Between(10, 200)));
        return [.. rows];
    }

    private static AssetAmount Amount(AssetCategory category, long units) =>
        new(AssetId.Of(category), new Money(units));
}
