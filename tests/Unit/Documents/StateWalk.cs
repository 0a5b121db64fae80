using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;

namespace Tests.Unit.Documents;

/// <summary>
/// A station's real machine, walked at random, always the same way: which phases it comes to, and where every input
/// would take it from each state on the way.
/// </summary>
internal sealed class StateWalk
{
    private const int Walks = 150;
    private const int Steps = 100;

    private static readonly Fault[] Faults = [Fault.ReaderLost, Fault.RolledBack];

    /// <summary>They come in any phase and leave none: no diagram of them.</summary>
    private static readonly string[] LeftOut =
    [
        nameof(Input.RecordsOutlived), nameof(Input.EpochGranted), nameof(Input.LeftBehindRead),
        nameof(Input.PeersHeard),
    ];

    private readonly SortedDictionary<string, SortedDictionary<string, SortedSet<string>>> moves =
        new(StringComparer.Ordinal);

    private readonly StationExample station;
    private readonly string[] inputs;
    private readonly Dictionary<string, int> visits = [];
    private ulong random = 20_261_122;
    private long version = 1;

    private StateWalk(StationExample station)
    {
        this.station = station;
        inputs = [.. StationFamilies.InputsOf(station.Inputs).Except(LeftOut).Order(StringComparer.Ordinal)];
        for (var walk = 0; walk < Walks; walk++)
            Walk(station.Setups[walk % station.Setups.Length]);
    }

    /// <summary>Of each station, by the name of its document.</summary>
    public static IReadOnlyDictionary<string, Lazy<StateWalk>> All { get; } = StationExample.All.ToDictionary(
        row => row.Key, row => new Lazy<StateWalk>(() => new StateWalk(row.Value)));

    /// <summary>Phases that were come to.</summary>
    public IReadOnlyCollection<string> Phases => visits.Keys;

    /// <summary>By phase and input, in order: the phases that followed.</summary>
    public IEnumerable<(string Phase, string Input, IReadOnlyCollection<string> Next)> Moves =>
        from phase in moves
        from input in phase.Value
        select (phase.Key, input.Key, (IReadOnlyCollection<string>)input.Value);

    private void Walk(TerminalSetup setup)
    {
        var driver = new TerminalDriver(setup) { MayReachLedger = Below(2) == 0, ComparesLater = true };
        var terminal = new Terminal(setup);
        Store(driver);
        for (var step = 0; step < Steps; step++)
        {
            visits[driver.Phase] = visits.GetValueOrDefault(driver.Phase) + 1;
            var ahead = inputs.SelectMany(name => LookAt(terminal, driver, name)).ToList();
            if (Below(2) == 0 && SeldomSeen(ahead, driver.Phase) is { } input)
            {
                Give(driver, input);
                continue;
            }
            var isStarting = driver.State.Present.Phase is StationPhase.Starting && Below(4) > 0;
            GoOn(driver, isStarting ? nameof(Input.Started) : inputs[Below(inputs.Length)]);
            driver.Wait(Below(1_500));
        }
    }

    /// <summary>Where would it lead? Nothing is done.</summary>
    private List<(Input Input, string Next)> LookAt(Terminal terminal, TerminalDriver driver, string name)
    {
        var ahead = new List<(Input Input, string Next)>();
        foreach (var input in AllOf(name, driver))
            if (WithoutArm(() => terminal.Decide(driver.State, NowFor(input, driver), input)) is
                { Ignored: null } decision)
            {
                ahead.Add((input, decision.Present.Phase.GetType().Name));
                Note(driver.Phase, name, ahead[^1].Next);
            }
        return ahead;
    }

    /// <summary>What leads to the phase that the walks came to least; null: nothing leads on.</summary>
    private Input? SeldomSeen(List<(Input Input, string Next)> ahead, string phase)
    {
        var leading = ahead.Where(move => move.Next != phase && move.Next != nameof(StationPhase.Stopped)).ToList();
        if (leading.Count == 0)
            return null;
        var least = leading.Min(move => visits.GetValueOrDefault(move.Next));
        var some = leading.Where(move => visits.GetValueOrDefault(move.Next) == least).ToList();
        return some[Below(some.Count)].Input;
    }

    private static void Give(TerminalDriver driver, Input input)
    {
        driver.Wait(NowFor(input, driver).MonotonicMilliseconds - driver.Monotonic);
        WithoutArm(() => driver.Give(input));
    }

    private void GoOn(TerminalDriver driver, string name)
    {
        // What ends a walk, or stands in its way for long, comes rarely; but a guest who is served is waited for.
        if (name is nameof(Input.StopRequested) or nameof(Input.FaultBegan) or nameof(Input.ListLost) &&
            !driver.State.Present.Phase.WillNameRecord && Below(8) > 0)
            return;
        var all = AllOf(name, driver).ToList();
        var before = driver.Phase;
        if (name == nameof(Input.Started))
        {
            if (WithoutArm(driver.Start) is not null)
                Note(before, name, driver.Phase);
        }
        else if (name == nameof(Input.ListStored))
            WithoutArm(() => driver.Give(new Input.ListStored(Store(driver))));
        else if (all.Count > 0)
            Give(driver, all[Below(all.Count)]);
    }

    /// <summary>Time has passed when it has.</summary>
    private static Now NowFor(Input input, TerminalDriver driver) =>
        input is Input.TimePassed && driver.State.Present.Phase.WakeAtMilliseconds > driver.Monotonic
            ? driver.Now with { MonotonicMilliseconds = driver.State.Present.Phase.WakeAtMilliseconds.Value }
            : driver.Now;

    /// <summary>Null: it cannot come in this phase.</summary>
    private static Decision? WithoutArm(Func<Decision> decide)
    {
        try
        {
            return decide();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private void Note(string before, string input, string after)
    {
        if (!moves.TryGetValue(before, out var ofPhase))
            moves.Add(before, ofPhase = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal));
        if (!ofPhase.TryGetValue(input, out var next))
            ofPhase.Add(input, next = new SortedSet<string>(StringComparer.Ordinal));
        next.Add(after);
    }

    private IEnumerable<Input> AllOf(string name, TerminalDriver driver) => name switch
    {
        // They need a list on the disk: only the walk gives them.
        nameof(Input.Started) or nameof(Input.ListStored) => [],
        nameof(Input.CardPresented) => station.Cards.SelectMany(card =>
            new[] { driver.Presented(card), driver.Presented(card, CardClass.Aes) }),
        nameof(Input.FaultBegan) => Faults.Select(fault => new Input.FaultBegan(fault, "for the walk")),
        nameof(Input.FaultEnded) => driver.State.Past.Faults.Select(fault => new Input.FaultEnded(fault)),
        _ => [station.InputOf(name, driver), .. station.More(name)],
    };

    private StoredList Store(TerminalDriver driver) => driver.Store(
        new ListVersion(1, version++), driver.State.Past.Last?.Sequence ?? 0, station.Entries);

    private int Below(int limit)
    {
        random = unchecked(random * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407);
        return (int)((random >> 33) % (ulong)limit);
    }
}
