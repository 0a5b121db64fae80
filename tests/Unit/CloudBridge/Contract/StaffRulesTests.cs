using CloudBridge.Contract;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Contract;

/// <summary>Who works at a terminal, as the enrolment says it.</summary>
public class StaffRulesTests
{
    private static readonly CardToken Card = Site.Card("04616263646566");

    public static TheoryData<string, StaffRules> Wrong => new()
    {
        { "staff.roles", Tills.Staff with { Roles = [Tills.Staff.Roles[0] with { Badge = AssetId.Parse("SUB") }] } },
        { "staff.roles", Tills.Staff with { Roles = [Tills.Staff.Roles[0], Tills.Staff.Roles[0]] } },
        { "staff.asset", Tills.Staff with { Asset = AssetId.Parse("TIM") } },
        { "staff:", Tills.Staff with { MostADay = new Money(-1) } },
        { "staff.voidSeconds", Tills.Staff with { VoidSeconds = 90_000 } },
        { "staff.pins", Tills.Staff with { Pins = [Tills.Staff.Pins[0], Tills.Staff.Pins[0]] } },
        { "staff.pins: iterations", WithPin(pin => pin with { Iterations = 100 }) },
        { "staff.pins: salt", WithPin(pin => pin with { Salt = "AAAA" }) },
        { "staff.pins: hash", WithPin(pin => pin with { Hash = "AAAA" }) },
    };

    [Fact]
    public void A_pin_is_known_again_and_no_other_is()
    {
        var pin = StaffPin.Of(Card, "274051", StaffPin.FewestIterations);

        Assert.True(pin.Matches("274051"));
        Assert.False(pin.Matches("274052"));
        Assert.False(pin.Matches(""));
        Assert.False(pin.Matches("27405"));
    }

    [Fact]
    public void Two_cards_with_one_pin_do_not_look_alike() => Assert.NotEqual(
        StaffPin.Of(Card, "2740", StaffPin.FewestIterations).Hash,
        StaffPin.Of(Card, "2740", StaffPin.FewestIterations).Hash);

    [Theory]
    [InlineData("123", false)]
    [InlineData("1234", true)]
    [InlineData("123456789012", true)]
    [InlineData("1234567890123", false)]
    [InlineData("12a4", false)]
    public void A_pin_is_four_to_twelve_digits(string digits, bool isGood) =>
        Assert.Equal(isGood, StaffPin.IsPin(digits));

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_is_said(string what, StaffRules rules) =>
        Assert.StartsWith(what, rules.Flaw(), StringComparison.Ordinal);

    [Fact]
    public void An_enrolment_says_who_works_there_and_an_older_one_nobody()
    {
        var limits = TerminalLimits.Default with { Staff = Tills.Staff };

        Assert.Null(limits.Flaw());
        Assert.Null(TerminalLimits.Default.Staff);
        Assert.StartsWith(
            "staff.asset", (limits with { Staff = Tills.Staff with { Asset = AssetId.Parse("FID") } }).Flaw());
    }

    [Fact]
    public void The_file_for_enrol_is_read_as_the_enrolment_has_it()
    {
        var text = $$"""
            {
              "roles": [
                { "badge": "BDG-MANAGER", "refills": true, "voids": true, "takesDeposits": true, "closes": true },
                { "badge": "BDG-BAR", "refills": true, "voids": false, "takesDeposits": true, "closes": false }
              ],
              "asset": "TLF", "mostAtOnce": 5000, "mostADay": 8000, "mostUnlisted": 10000, "voidSeconds": 600,
              "pins": [ {{Tills.Staff.Pins[0].ToJson()}} ]
            }
            """;

        Assert.Equal(Tills.Staff, StaffRules.Read(System.Text.Encoding.UTF8.GetBytes(text)).OrThrow());
    }

    private static StaffRules WithPin(Func<StaffPin, StaffPin> change) =>
        Tills.Staff with { Pins = [change(Tills.Staff.Pins[0])] };
}
