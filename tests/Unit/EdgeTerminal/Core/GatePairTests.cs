using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Gates;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>Every pair of phase and input at a gate, and what it does. Away is out of service.</summary>
public class GatePairTests
{
    private static readonly PairTable Table = new("""
                          Starting Listening Ready Counting Resetting Released Locking Shown Open Refused Away Stopped
    Started Ready throws throws throws throws throws throws throws throws throws throws throws
    ListStored            -        Listening Ready Counting Resetting Released Locking Shown Open Refused Away -
    ListLost              -        Listening Ready Counting Resetting Released Locking Shown Open Refused Away -
    BeatAnswered          -        Listening Ready Counting Resetting Released Locking Shown Open Refused Away -
    PeersHeard            Starting Listening Ready Counting Resetting Released Locking Shown Open Refused Away -
    AckHeard              -        Ready     -     -        -         -        -       -     -    -       -    -
    BrokerOutOfReach      -        Ready     -     -        -         -        -       -     -    -       -    -
    EpochGranted          -        -         -     -        -         -        -       -     -    -       Away -
    LeftBehindRead        -        -         -     -        -         -        -       -     -    -       -    -
    RecordsOutlived       -        Listening Ready Counting Resetting -        -       Shown Open Refused Away -
    TurnstilePassed       throws   -         -     -        -         Shown    Shown   -     -    -       -    -
    FireBegan             Starting Open      Open  Open     Open      Open     Open    Open  -    Open    Open Stopped
    FireEnded             -        -         -     -        -         -        -       -     Ready -      -    -
    PersonAdded           throws   -         Counting Counting -      -        -       Counting - -       -    -
    ChoiceCleared         throws   -         -     Ready    Ready     -        -       Ready -    -       -    -
    ResetChosen           throws   -         Resetting Resetting -    -        -       Resetting - -      -    -
    CommandHeard          -        -        Released Released Released -      -        Released Open -    Away -
    CardPresented         throws   -         Released Released Shown  -        -       Refused -  -       -    -
    SeveralCardsPresented throws   -         Refused Refused Refused  -        -       Refused -  -       -    -
    CardLeftEarly         throws   -         Shown Counting Resetting -        -       Shown -    -       -    -
    FieldEmptied          throws   -         -     -        -         -        -       -     -    -       -    -
    VerdictShown          -        -         -     -        -         -        -       -     -    Shown   -    -
    TimePassed            -        Ready     -     Ready    Ready     Locking  Shown   Ready -    Ready   -    -
    FaultBegan            throws   Away      Away  Away     Away      Released Locking Shown Open Refused Away -
    FaultEnded            throws   -         -     -        -         -        -       -     -    -       Ready -
    SetupChanged          throws   -         Ready -        -         -        -       -     -    -       Away -
    StopRequested         Stopped  Stopped   Stopped Stopped Stopped  Released Locking Stopped Stopped Stopped Stopped -
    """.Replace("Away", nameof(StationPhase.OutOfService), StringComparison.Ordinal));

    public static TheoryData<string, string, string> Pairs() => Table.Pairs();

    internal static IEnumerable<string> Doings() => Table.Doings(In, Of);

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Every_pair_does_what_the_table_says(string phase, string input, string expected)
    {
        var driver = In(phase);

        PairTable.Holds(phase, driver, () => Of(input, driver), expected);
    }

    [Fact]
    public void The_table_has_every_phase_and_every_input() =>
        Table.IsWhole(typeof(GatePhase), typeof(Input.AtGate));

    public static TheoryData<string> Phases() => [.. StationFamilies.PhasesOf(typeof(GatePhase))];

    [Theory]
    [MemberData(nameof(Phases))]
    public void In_every_phase_the_fire_input_opens_before_anything_else(string phase)
    {
        var gate = In(phase);
        gate.Give(new Input.FireEnded());

        Assert.Equal([new Effect.OpenTurnstile()], gate.Give(new Input.FireBegan()).AtOnce);
        Assert.Equal(new Effect.OpenTurnstile(), gate.Orders[^1]);
    }

    [Theory]
    [MemberData(nameof(PhasesThatHearOfFaults))]
    public void In_every_phase_that_hears_of_it_a_fire_input_that_cannot_be_read_opens(string phase)
    {
        var gate = In(phase);
        gate.Give(new Input.FireEnded());

        Assert.Equal(
            [new Effect.OpenTurnstile()], gate.Give(new Input.FaultBegan(Fault.FireInputLost, "for the test")).AtOnce);

        Assert.Equal("Open", gate.Phase);
        Assert.Equal(new GuestScreen.StandsOpen(IsFire: false), gate.Screen);
        Assert.Equal(gate.Folded(), gate.State.Past);
    }

    /// <summary>
    /// The table has the others: before its start no device tells it anything, and once it has stopped it ignores
    /// them. The contact's own thread opens there all the same.
    /// </summary>
    public static TheoryData<string> PhasesThatHearOfFaults() =>
        [.. StationFamilies.PhasesOf(typeof(GatePhase)).Except(["Starting", "Stopped"])];

    private static TerminalDriver In(string phase)
    {
        if (PairTable.Early(phase, GateOf()) is { } early)
            return early;
        var driver = OpenGate();
        if (phase is "Counting")
            driver.Give(new Input.PersonAdded());
        if (phase is "Resetting")
            driver.Give(new Input.ResetChosen());
        if (phase is "Released" or "Locking" or "Shown")
            driver.Tap(Guest);
        if (phase is "Shown")
            driver.Pass();
        if (phase is "Locking")
        {
            driver.Wait(WayIn.PassageMilliseconds);
            driver.Give(new Input.TimePassed());
        }
        if (phase is "Refused")
            driver.Tap(Other);
        if (phase is "Open")
            driver.Give(new Input.FireBegan());
        PairTable.Leave(phase, driver);
        return driver;
    }

    internal static Input Of(string input, TerminalDriver driver) => input switch
    {
        "TurnstilePassed" => new Input.TurnstilePassed(),
        "FireBegan" => new Input.FireBegan(),
        "FireEnded" => new Input.FireEnded(),
        "CommandHeard" => driver.Commanded(CommandKind.OpenOnce),
        "PersonAdded" => new Input.PersonAdded(),
        "ChoiceCleared" => new Input.ChoiceCleared(),
        "ResetChosen" => new Input.ResetChosen(),
        _ => PairTable.Common(input, driver),
    };
}
