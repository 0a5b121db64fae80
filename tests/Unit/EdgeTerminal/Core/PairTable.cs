using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>
/// What a kind of station does in each phase with each input: the phases stand in the first row, the inputs in the
/// first column; between them the next phase, <c>-</c> for an input that is ignored, or <c>throws</c>.
/// </summary>
/// <param name="texts">One, or several that stand side by side: each has all inputs, and phases of its own.</param>
internal sealed class PairTable(params string[] texts)
{
    private readonly string[] phases = [.. texts.SelectMany(text => Words(text.Split('\n')[0]))];
    private readonly string[][] rows = SideBySide([.. texts.Select(RowsOf)]);

    public TheoryData<string, string, string> Pairs()
    {
        var pairs = new TheoryData<string, string, string>();
        foreach (var row in rows)
            for (var column = 0; column < phases.Length; column++)
                pairs.Add(phases[column], row[0], row[column + 1]);
        return pairs;
    }

    /// <summary>A row for each input that is not ignored: what is written, at once, and then done.</summary>
    /// <param name="bring">A terminal in a phase.</param>
    /// <param name="make">An input by its name.</param>
    public IEnumerable<string> Doings(Func<string, TerminalDriver> bring, Func<string, TerminalDriver, Input> make) =>
        from pair in Pairs()
        let phase = pair.Data.Item1
        let input = pair.Data.Item2
        where pair.Data.Item3 is not ("-" or "throws")
        let driver = Woken(bring(phase))
        let decision = driver.Give(make(input, driver))
        let writes = decision.Facts.Select(fact => fact.GetType().Name)
        let does = decision.AtOnce.Select(order => $"**{Words(order)}**").Concat(decision.Effects.Select(Words))
        select $"| {phase} | {input} | {driver.Phase} | {Listed(writes)} | {Listed(does)} |";

    /// <summary>A terminal in a phase, at the time that it wants to be woken, does what its cell says.</summary>
    public static void Holds(string phase, TerminalDriver driver, Func<Input> input, string expected)
    {
        Assert.Equal(phase, driver.Phase);
        Woken(driver);

        if (expected == "throws")
            Assert.Throws<InvalidOperationException>(() => driver.Give(input()));
        else
            Assert.Equal(expected, driver.Give(input()).Ignored is null ? driver.Phase : "-");
    }

    /// <summary>No phase and no input of the station is left out.</summary>
    public void IsWhole(Type ownPhases, Type ownInputs)
    {
        Assert.Equal(StationFamilies.PhasesOf(ownPhases).Order(), phases.Order());
        Assert.Equal(StationFamilies.InputsOf(ownInputs).Order(), rows.Select(row => row[0]).Order());
    }

    /// <summary>A terminal in a phase before the first guest; null when the phase is a later one.</summary>
    public static TerminalDriver? Early(string phase, TerminalSetup setup)
    {
        if (phase is not ("Starting" or "Listening"))
            return null;
        var driver = new TerminalDriver(setup) { MayReachLedger = true };
        driver.Store(new ListVersion(1, 1), watermark: 0, Card(Guest, "TLF 1000"));
        if (phase == "Listening")
            driver.Start();
        return driver;
    }

    /// <summary>Brings a terminal at rest to where it serves nobody, when that is what the phase is.</summary>
    public static void Leave(string phase, TerminalDriver driver)
    {
        if (phase == "OutOfService")
            driver.Give(new Input.FaultBegan(Fault.RolledBack, "for the test"));
        if (phase == "Stopped")
            driver.Give(new Input.StopRequested());
    }

    /// <summary>What comes to every station.</summary>
    public static Input Common(string input, TerminalDriver driver) => input switch
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
        "CommandHeard" => driver.Commanded(CommandKind.RefreshList),
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

    private static string[][] RowsOf(string text) => [.. text.Split('\n').Skip(1).Select(Words)];

    private static string[][] SideBySide(string[][][] tables)
    {
        Assert.All(tables, table => Assert.Equal(tables[0].Select(row => row[0]), table.Select(row => row[0])));
        return
        [
            .. tables[0].Index().Select(
                first => tables.SelectMany(table => table[first.Index][1..]).Prepend(first.Item[0]).ToArray()),
        ];
    }

    private static TerminalDriver Woken(TerminalDriver driver)
    {
        driver.Wait(driver.State.Present.Phase.WakeAtMilliseconds - driver.Monotonic ?? 0);
        return driver;
    }

    private static string Listed(IEnumerable<string> words) => string.Join(", ", words);

    private static string Words(Effect effect) => effect switch
    {
        Effect.Show show => $"Show {show.Screen.GetType().Name}",
        Effect.Sound sound => $"Sound {sound.Cue}",
        _ => effect.GetType().Name,
    };

    private static string[] Words(string row) => row.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
