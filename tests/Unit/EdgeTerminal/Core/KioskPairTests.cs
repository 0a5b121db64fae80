using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>Every pair of phase and input at a kiosk, and what it does.</summary>
public class KioskPairTests
{
    private static readonly PairTable Table = new("""
                              Starting Listening Ready ArticleChosen Approved Refused Shown OutOfService Stopped
        Started               Ready    throws    throws throws        throws   throws  throws throws       throws
        ListStored            -        Listening Ready ArticleChosen Approved Refused Shown OutOfService -
        ListLost              -        Listening Ready ArticleChosen Approved Refused Shown OutOfService -
        BeatAnswered          -        Listening Ready ArticleChosen Approved Refused Shown OutOfService -
        PeersHeard            Starting Listening Ready ArticleChosen Approved Refused Shown OutOfService -
        AckHeard              -        Ready     -     -             -        -       -     -            -
        BrokerOutOfReach      -        Ready     -     -             -        -       -     -            -
        EpochGranted          -        -         -     -             -        -       -     OutOfService -
        LeftBehindRead        -        -         -     -             -        -       -     -            -
        RecordsOutlived       -        Listening Ready ArticleChosen -        Refused Shown OutOfService -
        ArticleChosen         throws   -         ArticleChosen ArticleChosen -       -      ArticleChosen -           -
        BasketCleared         throws   -         -     Ready         -        -       Ready -            -
        CardPresented         throws   -         Shown Approved      -        -       Shown -            -
        SeveralCardsPresented throws   -         Refused Refused       -        -       Refused -            -
        CardLeftEarly         throws   -         Shown ArticleChosen -        -       Shown -            -
        FieldEmptied          throws   -         -     -             -        -       -     -            -
        VerdictShown          -        -         -     -             Shown    Shown   -     -            -
        TimePassed            -        Ready     -     Ready         Ready    Ready   Ready -            -
        FaultBegan            throws   OutOfService OutOfService OutOfService Approved Refused Shown OutOfService -
        FaultEnded            throws   -         -     -             -        -       -     Ready        -
        SetupChanged          throws   -         Ready -             -        -       -     OutOfService -
        StopRequested         Stopped  Stopped   Stopped Stopped       Approved Stopped Stopped Stopped      -
        """);

    public static TheoryData<string, string, string> Pairs() => Table.Pairs();

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Every_pair_does_what_the_table_says(string phase, string input, string expected)
    {
        var driver = In(phase);

        PairTable.Holds(phase, driver, () => Of(input, driver), expected);
    }

    [Fact]
    public void The_table_has_every_phase_and_every_input() =>
        Table.IsWhole(typeof(KioskPhase), typeof(Input.AtKiosk));

    private static TerminalDriver In(string phase)
    {
        if (PairTable.Early(phase, Setup()) is { } early)
            return early;
        var driver = Open(Setup(), Card(Guest, "TLF 1000"));
        if (phase is "ArticleChosen" or "Approved" or "Refused" or "Shown")
            driver.Give(new Input.ArticleChosen(Beer));
        if (phase is "Approved" or "Shown")
            driver.Tap(Guest);
        if (phase is "Shown")
            driver.Give(new Input.VerdictShown());
        if (phase is "Refused")
            driver.Tap(Other);
        PairTable.Leave(phase, driver);
        return driver;
    }

    private static Input Of(string input, TerminalDriver driver) => input switch
    {
        "ArticleChosen" => new Input.ArticleChosen(Syrup),
        "BasketCleared" => new Input.BasketCleared(),
        _ => PairTable.Common(input, driver),
    };
}
