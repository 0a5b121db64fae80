using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;
using static Tests.Support.Tills;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>Every pair of phase and input at a kiosk, and what it does.</summary>
public class KioskPairTests
{
    private static readonly PairTable Table = new(
        """
                              Starting Listening    Ready         Approved Refused Shown         OutOfService Stopped
        Started               Ready    throws       throws        throws   throws  throws        throws       throws
        ListStored            -        Listening    Ready         Approved Refused Shown         OutOfService -
        ListLost              -        Listening    Ready         Approved Refused Shown         OutOfService -
        BeatAnswered          -        Listening    Ready         Approved Refused Shown         OutOfService -
        PeersHeard            Starting Listening    Ready         Approved Refused Shown         OutOfService -
        AckHeard              -        Ready        -             -        -       -             -            -
        BrokerOutOfReach      -        Ready        -             -        -       -             -            -
        EpochGranted          -        -            -             -        -       -             OutOfService -
        LeftBehindRead        -        -            -             -        -       -             -            -
        RecordsOutlived       -        Listening    Ready         -        Refused Shown         OutOfService -
        ArticleChosen         throws   -            ArticleChosen -        -       ArticleChosen -            -
        BasketCleared         throws   -            -             -        -       Ready         -            -
        DigitTyped            throws   -            -             -        -       -             -            -
        Confirmed             throws   -            -             -        -       -             -            -
        PinTried              throws   -            -             -        -       -             -            -
        KnobTurned            throws   -            ArticleChosen -        -       ArticleChosen -            -
        CommandHeard          -        Listening    Ready         Approved Refused Shown         OutOfService -
        CardPresented         throws   -            Shown         -        -       Shown         -            -
        SeveralCardsPresented throws   -            Refused       -        -       Refused       -            -
        CardLeftEarly         throws   -            Shown         -        -       Shown         -            -
        FieldEmptied          throws   -            -             -        -       -             -            -
        VerdictShown          -        -            -             Shown    Shown   -             -            -
        TimePassed            -        Ready        -             Ready    Ready   Ready         -            -
        FaultBegan            throws   OutOfService OutOfService  Approved Refused Shown         OutOfService -
        FaultEnded            throws   -            -             -        -       -             Ready        -
        SetupChanged          throws   -            Ready         -        -       -             OutOfService -
        StopRequested         Stopped  Stopped      Stopped       Approved Stopped Stopped       Stopped      -
        """,
        """
                              ArticleChosen SecondCardAsked PinAsked     PinTyped     AtWork
        Started               throws        throws          throws       throws       throws
        ListStored            ArticleChosen SecondCardAsked PinAsked     PinTyped     AtWork
        ListLost              ArticleChosen SecondCardAsked PinAsked     PinTyped     AtWork
        BeatAnswered          ArticleChosen SecondCardAsked PinAsked     PinTyped     AtWork
        PeersHeard            ArticleChosen SecondCardAsked PinAsked     PinTyped     AtWork
        AckHeard              -             -               -            -            -
        BrokerOutOfReach      -             -               -            -            -
        EpochGranted          -             -               -            -            -
        LeftBehindRead        -             -               -            -            -
        RecordsOutlived       ArticleChosen SecondCardAsked PinAsked     PinTyped     AtWork
        ArticleChosen         ArticleChosen ArticleChosen   -            -            -
        BasketCleared         Ready         Ready           Ready        -            Ready
        DigitTyped            -             -               PinAsked     -            AtWork
        Confirmed             -             -               PinTyped     -            -
        PinTried              -             -               -            AtWork       -
        KnobTurned            ArticleChosen ArticleChosen   -            -            -
        CommandHeard          ArticleChosen SecondCardAsked PinAsked     PinTyped     AtWork
        CardPresented         Approved      -               -            -            Ready
        SeveralCardsPresented Refused       Refused         -            -            AtWork
        CardLeftEarly         ArticleChosen SecondCardAsked -            -            -
        FieldEmptied          -             -               -            -            -
        VerdictShown          -             -               -            -            -
        TimePassed            Ready         Ready           Ready        Ready        Ready
        FaultBegan            OutOfService  OutOfService    OutOfService OutOfService OutOfService
        FaultEnded            -             -               -            -            -
        SetupChanged          -             -               -            -            -
        StopRequested         Stopped       Stopped         Stopped      Stopped      Stopped
        """);

    private static readonly TerminalSetup Till = TillOf(Counter with { SecondCardMilliseconds = 20_000 });

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
        Table.IsWhole(typeof(KioskPhase), typeof(Input.AtKiosk));

    private static TerminalDriver In(string phase)
    {
        if (PairTable.Early(phase, Till) is { } early)
            return early;
        var driver = Open(Till, Card(Guest, phase is "SecondCardAsked" ? "TLF 100" : "TLF 1000"), Manager, Waiter);
        if (phase is "ArticleChosen" or "SecondCardAsked" or "Approved" or "Refused" or "Shown")
            driver.Give(new Input.ArticleChosen(Beer));
        if (phase is "SecondCardAsked" or "Approved" or "Shown")
            driver.Tap(Guest);
        if (phase is "Shown")
            driver.Give(new Input.VerdictShown());
        if (phase is "Refused")
            driver.Tap(Other);
        if (phase is "PinAsked" or "PinTyped")
            driver.Tap(WaitersCard);
        driver.ComparesLater = true;
        if (phase is "PinTyped")
            driver.Press($"{WaitersPin}o");
        if (phase is "AtWork")
            driver.SignIn();
        PairTable.Leave(phase, driver);
        return driver;
    }

    internal static Input Of(string input, TerminalDriver driver) => input switch
    {
        "ArticleChosen" => new Input.ArticleChosen(Syrup),
        "BasketCleared" => new Input.BasketCleared(),
        "DigitTyped" => new Input.DigitTyped(1),
        "Confirmed" => new Input.Confirmed(),
        "PinTried" => new Input.PinTried(
            (driver.State.Present.Phase as KioskPhase.PinTyped)?.Attempt ?? 0, IsRight: true),
        "KnobTurned" => new Input.KnobTurned(1),
        _ => PairTable.Common(input, driver),
    };
}
