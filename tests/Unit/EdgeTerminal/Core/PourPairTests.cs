using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.DrinkStations;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>Every pair of phase and input at a drink station, and what it does.</summary>
public class PourPairTests
{
    private static readonly PairTable Table = new("""
                              Starting Listening Ready Chosen Asked Pouring Closing Measuring Refused Shown Off Stopped
        Started               Ready throws throws throws throws throws throws throws throws throws throws throws
        ListStored            - Listening Ready Chosen Asked Pouring Closing Measuring Refused Shown Off -
        ListLost              - Listening Ready Chosen Asked Pouring Closing Measuring Refused Shown Off -
        BeatAnswered          - Listening Ready Chosen Asked Pouring Closing Measuring Refused Shown Off -
        PeersHeard            Starting Listening Ready Chosen Asked Pouring Closing Measuring Refused Shown Off -
        AckHeard              - Ready - - - - - - - - - -
        BrokerOutOfReach      - Ready - - - - - - - - - -
        EpochGranted          - - - - - - - - - - Off -
        LeftBehindRead        - - - - - - - - - - - -
        RecordsOutlived       - Listening Ready Chosen Asked - - - Refused Shown Off -
        PulsesCounted         throws - - - - Pouring Closing - - - - -
        ValveClosed           throws - - - - Shown Shown - - - - -
        PulsesWhileShut       throws Off Off Off Off - - Off Refused Shown Off -
        PourStopped           throws - - - - Closing - - - - - -
        TapChosen             throws - Chosen Chosen Chosen - - - - Chosen - -
        WorkChosen            throws - Asked Asked Asked - - - - Asked - -
        VolumeChanged         throws - - - - - - Measuring - - - -
        WorkDropped           throws - - Ready Ready - - Ready - - - -
        CommandHeard          - Listening Ready Chosen Asked Closing Closing Measuring Refused Shown Off -
        CardPresented         throws - Pouring Pouring Refused Pouring - - - Pouring - -
        SeveralCardsPresented throws - Refused Refused Refused Pouring - - - Refused - -
        CardLeftEarly         throws - Shown Chosen Asked - - - - Shown - -
        FieldEmptied          throws - - - - Pouring - - - - - -
        VerdictShown          - - - - - - - - Shown - - -
        TimePassed            - Ready - Ready Ready Pouring Shown Ready Ready Ready - -
        FaultBegan            throws Off Off Off Off Pouring Closing Off Refused Shown Off -
        FaultEnded            throws - - - - - - - - - Ready -
        SetupChanged          throws - Ready - - - - - - - Off -
        StopRequested         Stopped Stopped Stopped Stopped Stopped Closing Closing Stopped Stopped Stopped Stopped -
        """.Replace("Off", "OutOfService", StringComparison.Ordinal));

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
        Table.IsWhole(typeof(PourPhase), typeof(Input.AtDrinkStation));

    private static TerminalDriver In(string phase)
    {
        if (PairTable.Early(phase, DrinkStations.Setup()) is { } early)
            return early;
        var driver = DrinkStations.Open(DrinkStations.Setup(), Card(Guest, "TLF 1000"));
        if (phase is "Pouring" or "Closing" or "Shown")
            driver.Tap(Guest);
        if (phase is "Closing")
            driver.Give(new Input.PourStopped());
        if (phase is "Chosen")
            driver.Give(new Input.TapChosen(1));
        if (phase is "Asked")
            driver.Give(new Input.WorkChosen(StaffWork.KegChange));
        if (phase is "Measuring")
        {
            driver.Give(new Input.WorkChosen(StaffWork.Calibration));
            driver.Tap(Staff);
            driver.Closed(100);
        }
        if (phase is "Shown")
            driver.Closed(100);
        if (phase is "Refused")
            driver.Tap(Other);
        PairTable.Leave(phase, driver);
        return driver;
    }

    internal static Input Of(string input, TerminalDriver driver) => input switch
    {
        "PulsesCounted" => new Input.PulsesCounted(100, driver.State.Present.Openings, Tap: 1, MeterTotal: 1_000),
        "ValveClosed" => new Input.ValveClosed(
            ValveClosing.GrantUsed, 100, FlowsOn: false, driver.State.Present.Openings, Tap: 1, MeterTotal: 1_000),
        "PulsesWhileShut" => new Input.PulsesWhileShut(100, Tap: 1, MeterTotal: 1_000),
        "PourStopped" => new Input.PourStopped(),
        "CommandHeard" => driver.Commanded(CommandKind.StopPour),
        "TapChosen" => new Input.TapChosen(1),
        "WorkChosen" => new Input.WorkChosen(StaffWork.KegChange),
        "VolumeChanged" => new Input.VolumeChanged(1),
        "WorkDropped" => new Input.WorkDropped(),
        _ => PairTable.Common(input, driver),
    };
}
