using System.Collections.Immutable;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using EdgeTerminal.Store;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Lines;
using HardwareDrivers.Simulated;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>In which order a real daemon takes hold of its machine, and lets go of it.</summary>
public sealed class DaemonOrderTests : IDisposable
{
    private const int PanelAddress = 0x3C;
    private const int ReaderAddress = 0x24;

    private readonly DaemonBench daemon = new();
    private readonly ManualTime time = new();
    private readonly WatchedBoard board;

    public DaemonOrderTests() =>
        board = new WatchedBoard(new VirtualBoard(time), () => Directory.Exists(Path.Combine(daemon.State, "journal")));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => daemon.Dispose();

    [Fact]
    public async Task Lines_are_safe_before_journal_panel_and_reader_and_first_of_all_when_it_stops()
    {
        await daemon.EnrolAsync(Cancellation);
        using var stop = new CancellationTokenSource();

        var running = RunAsync(stop.Token);
        await PassAsync(() => board.Said.Contains("i2c 24") && board.Said.Contains("i2c 3C"));
        Assert.Equal(
            ["line 17, no journal", "line 24, no journal", "line 18, no journal"], board.Said.Take(3));
        Assert.True(Directory.Exists(Path.Combine(daemon.State, "journal")));

        var before = board.Said.Count;
        await stop.CancelAsync();
        await PassAsync(() => running.IsCompleted);

        Assert.Equal(0, await running);
        // What is done for a lost reader or display meanwhile does not count.
        Assert.Equal(["safe 17", "safe 18"], board.Said.Skip(before).Where(IsOfValveOrBuzzer).Take(2));
    }

    [Fact]
    public async Task A_daemon_that_cannot_start_has_made_its_lines_safe()
    {
        await Assert.ThrowsAsync<StateException>(() => RunAsync(Cancellation));

        Assert.Equal(["line 17, no journal", "line 24, no journal", "line 18, no journal"], board.Said.Take(3));
        Assert.Contains("closed 17", board.Said);
    }

    private static bool IsOfValveOrBuzzer(string said) =>
        said.EndsWith(" 17", StringComparison.Ordinal) || said.EndsWith(" 18", StringComparison.Ordinal);

    private Task<int> RunAsync(CancellationToken stop) =>
        DaemonBench.RunAsync(Configuration(), board, time, stop);

    private HostConfiguration Configuration() => daemon.Configuration(
        "kiosk",
        new StationSettings(new KioskSetup(Kiosks.Beer, 1), KioskReader.KeysOf([]), new HashSet<object>())) with
    {
        Reader = new ReaderSettings("", 115_200) { Link = ReaderBus.I2c, ResetLine = 24 },
        Panel = new PanelSettings(PanelDriver.Ssd1306) { Address = PanelAddress },
        Buzzer = new BuzzerSettings(BuzzerDriver.Active) { Line = 18 },
        Lines = [new("lines.0", new NamedLine("valve", 0, new OutputLineSettings(17, "valve")))],
    };

    private Task PassAsync(Func<bool> condition) =>
        time.AdvanceUntilAsync(condition, "it has happened", Cancellation);

    /// <summary>Says what is opened and driven, in order.</summary>
    private sealed class WatchedBoard(VirtualBoard board, Func<bool> hasJournal) : IBoard
    {
        private ImmutableList<string> said = [];

        public IReadOnlyList<string> Said => Volatile.Read(ref said);

        public string Name => "watched";

        public ILineChip OpenLines(int chip) => new Chip(this, board.OpenLines(chip));

        public II2cDevice OpenI2c(int bus, int address)
        {
            Say($"i2c {address:X2}");
            return board.OpenI2c(bus, address);
        }

        public ISpiDevice OpenSpi(SpiSettings settings) => board.OpenSpi(settings);

        public IToneLine OpenPwm(int chip, int channel) => board.OpenPwm(chip, channel);

        private void Say(string what) => ImmutableInterlocked.Update(ref said, list => list.Add(what));

        private sealed class Chip(WatchedBoard watched, ILineChip chip) : ILineChip
        {
            public IOutputLine OpenOutput(OutputLineSettings settings)
            {
                watched.Say($"line {settings.Line}, {(watched.HasJournal ? "a" : "no")} journal");
                return new Line(watched, settings, chip.OpenOutput(settings));
            }

            public IInputLine OpenInput(InputLineSettings settings) => chip.OpenInput(settings);

            public void Dispose() => chip.Dispose();
        }

        private bool HasJournal => hasJournal();

        private sealed class Line(WatchedBoard watched, OutputLineSettings settings, IOutputLine line) : IOutputLine
        {
            public DeviceOutcome Set(bool active)
            {
                watched.Say($"{(active == settings.SafeIsActive ? "safe" : "on")} {settings.Line}");
                return line.Set(active);
            }

            public void Dispose()
            {
                watched.Say($"closed {settings.Line}");
                line.Dispose();
            }
        }
    }
}
