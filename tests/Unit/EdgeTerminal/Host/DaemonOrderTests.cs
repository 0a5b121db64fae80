using System.Collections.Immutable;
using CloudBridge.Contract;
using CloudBridge.Mqtt;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using EdgeTerminal.Store;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Lines;
using HardwareDrivers.Simulated;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>In which order a real daemon takes hold of its machine, and lets go of it.</summary>
public sealed class DaemonOrderTests : IDisposable
{
    private const int PanelAddress = 0x3C;
    private const int ReaderAddress = 0x24;

    private readonly TemporaryFolder folder = new();
    private readonly Site site = new();
    private readonly ManualTime time = new();
    private readonly WatchedBoard board;

    public DaemonOrderTests() =>
        board = new WatchedBoard(new VirtualBoard(time), () => Directory.Exists(folder.In("state/journal")));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        site.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Lines_are_safe_before_journal_panel_and_reader_and_first_of_all_when_it_stops()
    {
        using var key = PublicKey.Read(TerminalFolder.Create(folder.In("state"), Site.Id, Site.Bar)).OrThrow();
        await File.WriteAllBytesAsync(folder.In("enrolment.json"), Enrolment(key.KeyId).Write(), Cancellation);
        using var stop = new CancellationTokenSource();

        var running = RunAsync(stop.Token);
        await PassAsync(() => board.Said.Contains("i2c 24") && board.Said.Contains("i2c 3C"));
        Assert.Equal(
            ["line 17, no journal", "line 24, no journal", "line 18, no journal"], board.Said.Take(3));
        Assert.True(Directory.Exists(folder.In("state/journal")));

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

    private async Task<int> RunAsync(CancellationToken stop)
    {
        var configuration = Configuration();
        await using var log = new DaemonLog(configuration.Log);
        using var reload = new Reload(
            configuration,
            (out HostConfiguration? next) =>
            {
                next = null;
                return [];
            },
            ServiceManager.None,
            time,
            NullLogger<Reload>.Instance);
        return await new Daemon(configuration, board, log, time, ServiceManager.None, reload).RunAsync(stop);
    }

    private HostConfiguration Configuration() => new(
        folder.In("state"),
        folder.In("enrolment.json"),
        Language.En,
        "€",
        new BrokerSettings("nowhere", 1, null, null, TimeSpan.FromSeconds(30)),
        new ClosedBroker(),
        CardCaches.Default,
        new ReaderSettings("", 115_200) { Link = ReaderBus.I2c, ResetLine = 24 },
        new HardwareSettings(Boards.Kernel, 0),
        new PanelSettings(PanelDriver.Ssd1306) { Address = PanelAddress },
        Profiles.All[0],
        new StationSettings(new KioskSetup(Kiosks.Beer, 1), KioskReader.KeysOf([]), new HashSet<object>()),
        TimeSpan.FromDays(35),
        new LogSettings(LogLevel.None, null))
    {
        Cards = CardSettings.None,
        Buzzer = new BuzzerSettings(BuzzerDriver.Active) { Line = 18 },
        Lines = [new("lines.0", new NamedLine("valve", 0, new OutputLineSettings(17, "valve")))],
    };

    private Enrolment Enrolment(KeyId key) => new(
        1,
        Site.Id,
        Site.Bar,
        key,
        site.Ledger.PublicKey.ToJsonWebKey(),
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
        1,
        TerminalLimits.Default);

    private Task PassAsync(Func<bool> condition) => Eventually.TrueAsync(
        () =>
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            return condition();
        },
        "it has happened",
        Cancellation);

    private sealed class ClosedBroker : IMqttClient
    {
        public string Name => "closed";

        public Task<MqttConnectResult> ConnectAsync(MqttOptions options, CancellationToken cancellation) =>
            Task.FromResult<MqttConnectResult>(new MqttConnectResult.Failed(new MqttFault.Unreachable("closed")));
    }

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
