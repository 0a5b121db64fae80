using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using Tests.Unit.EdgeTerminal.Core;
using static Tests.Support.Gates;
using static Tests.Support.Kiosks;
using static Tests.Support.Tills;

namespace Tests.Unit.Documents;

/// <summary>A kind of station, set up in all the ways that change what it does.</summary>
/// <param name="Title">What people call it.</param>
/// <param name="Setups">The ways.</param>
/// <param name="Phases">Its own family of phases.</param>
/// <param name="Inputs">What comes to it alone.</param>
/// <param name="InputOf">Makes one by its name.</param>
/// <param name="Entries">Cards that its list has.</param>
internal sealed record StationExample(
    string Title,
    TerminalSetup[] Setups,
    Type Phases,
    Type Inputs,
    Func<string, TerminalDriver, Input> InputOf,
    CardEntry[] Entries)
{
    /// <summary>By the name of its document.</summary>
    public static IReadOnlyDictionary<string, StationExample> All { get; } = new Dictionary<string, StationExample>
    {
        ["kiosk"] = new(
            "Kiosk",
            [TillOf(Counter with { SecondCardMilliseconds = 20_000 }), TillOf(Counter with { FixedArticle = Beer })],
            typeof(KioskPhase),
            typeof(Input.AtKiosk),
            KioskPairTests.Of,
            [Card(Guest, "TLF 5000"), Card(Member, "TLF 100"), Manager, Waiter])
        {
            More = name => name switch
            {
                nameof(Input.DigitTyped) => Enumerable.Range(2, 4).Select(digit => new Input.DigitTyped(digit)),
                nameof(Input.KnobTurned) => [new Input.KnobTurned(-1)],
                _ => [],
            },
        },
        ["drink"] = new(
            "Drink station",
            [DrinkStations.Setup(), DrinkStations.Setup(DrinkStations.TwoTaps)],
            typeof(PourPhase),
            typeof(Input.AtDrinkStation),
            PourPairTests.Of,
            [Card(Guest, "TLF 50000"), DrinkStations.StaffCard, DrinkStations.CellarCard])
        {
            More = name => name switch
            {
                nameof(Input.WorkChosen) => Enum.GetValues<StaffWork>().Select(work => new Input.WorkChosen(work)),
                nameof(Input.TapChosen) => [new Input.TapChosen(2)],
                nameof(Input.ValveClosed) =>
                    [
                        new Input.ValveClosed(
                            ValveClosing.Ordered, 100, FlowsOn: true, Opening: 1, Tap: 1, MeterTotal: 1_000),
                    ],
                _ => [],
            },
        },
        ["gate"] = new(
            "Gate",
            [GateOf(), GateOf(WayOut), GateOf(WayIn with { TellsPassing = false, PassBack = new PassBackRules() })],
            typeof(GatePhase),
            typeof(Input.AtGate),
            GatePairTests.Of,
            [Card(Guest, "TLF 50000"), MemberCard()]),
    };

    /// <summary>Cards that are laid on its reader: one of the list, some that are not in it, one without a name.
    /// </summary>
    public string[] Cards { get; } =
        [Guest, Other, Member, DrinkStations.Staff, DrinkStations.Cellarman, "08123456"];

    /// <summary>Others of the same name, that do something else.</summary>
    public Func<string, IEnumerable<Input>> More { get; init; } = _ => [];
}
