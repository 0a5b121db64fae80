using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>Every pair of phase and input, and what it does.</summary>
public class PairTests
{
    private const string Table = """
                               Starting Listening Ready   Chosen  Approved Refused Shown   OutOfService Stopped
        Started                Ready    throws  throws  throws  throws   throws  throws  throws       throws
        ListStored             -        Listening Ready Chosen  Approved Refused Shown   OutOfService -
        ListLost               -        Listening Ready Chosen  Approved Refused Shown   OutOfService -
        BeatAnswered           -        Listening Ready Chosen  Approved Refused Shown   OutOfService -
        PeersHeard             Starting Listening Ready Chosen  Approved Refused Shown   OutOfService -
        AckHeard               -        Ready   -       -       -        -       -       -            -
        BrokerOutOfReach       -        Ready   -       -       -        -       -       -            -
        EpochGranted           -        -       -       -       -        -       -       OutOfService -
        LeftBehindRead         -        -       -       -       -        -       -       -            -
        RecordsOutlived        -        Listening Ready Chosen  -        Refused Shown   OutOfService -
        ArticleChosen          throws   -       Chosen  Chosen  -        -       Chosen  -            -
        BasketCleared          throws   -       -       Ready   -        -       Ready   -            -
        CardPresented          throws   -       Shown   Approved -       -       Shown   -            -
        SeveralCardsPresented  throws   -       Refused Refused -        -       Refused -            -
        CardLeftEarly          throws   -       Shown   Chosen  -        -       Shown   -            -
        FieldEmptied           throws   -       -       -       -        -       -       -            -
        VerdictShown           -        -       -       -       Shown    Shown   -       -            -
        TimePassed             -        Ready   -       Ready   Ready    Ready   Ready   -            -
        FaultBegan             throws   OutOfService OutOfService OutOfService Approved Refused Shown OutOfService -
        FaultEnded             throws   -       -       -       -        -       -       Ready        -
        SetupChanged           throws   -       Ready   -       -        -       -       OutOfService -
        StopRequested          Stopped  Stopped Stopped Stopped Approved Stopped Stopped Stopped      -
        """;

    private static readonly string[] Phases = Words(Table.Split('\n')[0]);

    public static TheoryData<string, string, string> Pairs()
    {
        var pairs = new TheoryData<string, string, string>();
        foreach (var row in Table.Split('\n').Skip(1).Select(Words))
            for (var column = 0; column < Phases.Length; column++)
                pairs.Add(Phases[column], row[0], row[column + 1]);
        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Every_pair_does_what_the_table_says(string phase, string input, string expected)
    {
        var driver = In(phase);
        Assert.Equal(phase, Short(driver.Phase));
        driver.Wait(driver.State.Present.Kiosk.WakeAtMilliseconds - driver.Monotonic ?? 0);

        if (expected == "throws")
            Assert.Throws<InvalidOperationException>(() => driver.Give(Of(input, driver)));
        else
            Assert.Equal(expected, driver.Give(Of(input, driver)).Ignored is null ? Short(driver.Phase) : "-");
    }

    [Fact]
    public void The_table_has_every_phase_and_every_input()
    {
        Assert.Equal(Family(typeof(KioskPhase)).Order(), Phases.Select(Long).Order());
        Assert.Equal(
            Family(typeof(Input)).Order(), Table.Split('\n').Skip(1).Select(row => Words(row)[0]).Order());
    }

    private static TerminalDriver In(string phase)
    {
        if (phase == "Starting")
            return new TerminalDriver(Setup());
        if (phase == "Listening")
        {
            var listening = new TerminalDriver(Setup()) { MayReachLedger = true };
            listening.Store(new ListVersion(1, 1), watermark: 0, Card(Guest, "TLF 1000"));
            listening.Start();
            return listening;
        }
        var driver = Open(Setup(), Card(Guest, "TLF 1000"));
        if (phase is "Chosen" or "Approved" or "Refused" or "Shown")
            driver.Give(new Input.ArticleChosen(Beer));
        if (phase is "Approved" or "Shown")
            driver.Tap(Guest);
        if (phase is "Shown")
            driver.Give(new Input.VerdictShown());
        if (phase is "Refused")
            driver.Tap(Other);
        if (phase is "OutOfService")
            driver.Give(new Input.FaultBegan(Fault.RolledBack, "for the test"));
        if (phase is "Stopped")
            driver.Give(new Input.StopRequested());
        return driver;
    }

    private static Input Of(string input, TerminalDriver driver) => input switch
    {
        "Started" => new Input.Started("0.1.0", "machine boot 1", 1, null, null, null),
        "ListStored" => new Input.ListStored(driver.Store(new ListVersion(1, 1_000), watermark: 0)),
        "ListLost" => new Input.ListLost("a chunk is missing"),
        "BeatAnswered" => new Input.BeatAnswered(null, driver.Monotonic, driver.Wall),
        "PeersHeard" => new Input.PeersHeard([], SomeMissing: false),
        "AckHeard" => new Input.AckHeard(),
        "BrokerOutOfReach" => new Input.BrokerOutOfReach(),
        "EpochGranted" => new Input.EpochGranted(2, null),
        "LeftBehindRead" => new Input.LeftBehindRead([]),
        "RecordsOutlived" => Outlived(driver),
        "ArticleChosen" => new Input.ArticleChosen(Syrup),
        "BasketCleared" => new Input.BasketCleared(),
        "CardPresented" => driver.Presented(Guest),
        "SeveralCardsPresented" => new Input.SeveralCardsPresented(JournalHasRoom: true),
        "CardLeftEarly" => new Input.CardLeftEarly(),
        "FieldEmptied" => new Input.FieldEmptied(),
        "VerdictShown" => new Input.VerdictShown(),
        "TimePassed" => new Input.TimePassed(),
        "FaultBegan" => new Input.FaultBegan(Fault.ReaderLost, "no answer"),
        "FaultEnded" => new Input.FaultEnded(Fault.RolledBack),
        "SetupChanged" => new Input.SetupChanged(),
        "StopRequested" => new Input.StopRequested(),
        _ => throw new ArgumentOutOfRangeException(nameof(input)),
    };

    private static Input.RecordsOutlived Outlived(TerminalDriver driver)
    {
        var first = new RecordPosition(1, 1);
        driver.Tamper(state => state with { Past = state.Past with { Watermarks = EpochMarks.Of([first]) } });
        return new Input.RecordsOutlived(first);
    }

    private static IEnumerable<string> Family(Type closed) =>
        closed.GetNestedTypes().Where(type => type.IsSubclassOf(closed)).Select(type => type.Name);

    private static string[] Words(string row) => row.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Short(string phase) => phase == "ArticleChosen" ? "Chosen" : phase;

    private static string Long(string phase) => phase == "Chosen" ? "ArticleChosen" : phase;
}
