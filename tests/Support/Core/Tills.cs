using CloudBridge.Contract;
using EdgeTerminal.Core;
using static Tests.Support.Kiosks;

namespace Tests.Support;

/// <summary>Kiosks with staff, for tests.</summary>
public static class Tills
{
    /// <summary>Proves itself, and may do everything.</summary>
    public const string ManagersCard = "04515253545556";

    /// <summary>Has a PIN, and may refill and take deposits back.</summary>
    public const string WaitersCard = "04616263646566";

    public const string WaitersPin = "274051";

    public static Article Cup { get; } = new(ArticleId.Parse("cup"), "Gobelet", new Money(100), 0);

    /// <summary>A beer in a cup.</summary>
    public static Article CupOfBeer { get; } = Beer with { Id = ArticleId.Parse("cup-of-beer"), HasDeposit = true };

    /// <summary>Caps that a test can reach.</summary>
    public static StaffRules Staff { get; } = new(
        [
            new StaffRole(AssetId.Parse("BDG-MANAGER"), Refills: true, Voids: true, TakesDeposits: true, Closes: true),
            new StaffRole(AssetId.Parse("BDG-BAR"), Refills: true, Voids: false, TakesDeposits: true, Closes: false),
        ],
        AssetId.Parse("TLF"),
        MostAtOnce: new Money(50_00),
        MostADay: new Money(80_00),
        MostUnlisted: new Money(100_00),
        VoidSeconds: 600,
        [StaffPin.Of(Site.Card(WaitersCard), WaitersPin, StaffPin.FewestIterations)]);

    public static CardEntry Manager { get; } = StaffCard(ManagersCard, "BDG-MANAGER") with { Class = CardClass.Aes };

    public static CardEntry Waiter { get; } = StaffCard(WaitersCard, "BDG-BAR");

    public static KioskSetup Counter { get; } = Bar with { Deposit = Cup, Articles = [Beer, Syrup, CupOfBeer] };

    public static TerminalSetup TillOf(KioskSetup? kiosk = null, StaffRules? staff = null) =>
        new(Generous with { Staff = staff ?? Staff }, kiosk ?? Counter);

    /// <summary>A kiosk with staff that has started and has a fresh list of these cards and of the staff's.</summary>
    public static TerminalDriver OpenTill(TerminalSetup setup, params CardEntry[] entries) =>
        Open(setup, [.. entries, Manager, Waiter]);

    public static CardEntry StaffCard(string uid, string badge) => Card(uid, "TLF 500") with
    {
        Entitlements = [new Entitlement(AssetId.Parse(badge), Clock.Noon - Clock.Day, Clock.Noon + Clock.Day)],
    };

    /// <summary>The manager's card is laid there.</summary>
    public static void SignIn(this TerminalDriver till) => till.Tap(ManagersCard, CardClass.Aes);

    /// <summary>Keys are pressed: digits, <c>o</c> for ok, <c>c</c> for clear.</summary>
    public static void Press(this TerminalDriver till, string keys)
    {
        foreach (var key in keys)
            till.Give(key switch
            {
                'o' => new Input.Confirmed(),
                'c' => new Input.BasketCleared(),
                _ => new Input.DigitTyped(key - '0'),
            });
    }

    /// <summary>Somebody buys.</summary>
    public static void Sell(this TerminalDriver till, string uid, params Article[] articles)
    {
        foreach (var article in articles)
            till.Give(new Input.ArticleChosen(article));
        till.Tap(uid);
        till.Finish();
    }

    /// <summary>What the till said last: null when it did as it was told.</summary>
    public static Reason? Answer(this TerminalDriver till) => (till.Screen as GuestScreen.Refused)?.Reason;
}
