using CloudBridge.Contract;
using CloudBridge.Mqtt;
using CloudBridge.Storage;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using EdgeTerminal.Store;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Lines;
using HardwareDrivers.Simulated;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>The machine of a terminal that was revoked, while it stands there.</summary>
public sealed class RetiredDaemonTests : IDisposable
{
    private const int Output = 17;
    private const int Fire = 7;
    private const int Meter = 5;

    private readonly DaemonBench daemon = new();
    private readonly VirtualBoard board = new(TimeProvider.System);
    private readonly OledTwin display = new(isSh1106: false, height: 64);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private bool IsOn => board.Line(Output).Level;

    public void Dispose() => daemon.Dispose();

    [Fact]
    public async Task A_gate_is_locked_opens_for_a_fire_and_is_locked_when_that_is_over()
    {
        await RetireAsync();
        var gate = new GateSettings(
            Gates.WayIn,
            new GateLines("turnstile", null, null, new GateContact(Fire, ActiveLow: false, LineBias.None)),
            new Dictionary<string, Input>(),
            new HashSet<object>());

        await RunAsync(Wired("gate", gate, "turnstile", isSafe: true), async () =>
        {
            // Once it is driven by somebody: it is open while it starts.
            await Eventually.TrueAsync(() => board.Line(Fire).Consumer is not null && !IsOn, "it is locked",
                Cancellation);
            board.Line(Fire).Drive(true);
            await Eventually.TrueAsync(() => IsOn, "it is open", Cancellation);
            board.Line(Fire).Drive(false);
            await Eventually.TrueAsync(() => !IsOn, "it is locked again", Cancellation);
        });

        Assert.True(IsOn);
    }

    [Fact]
    public async Task A_way_out_stands_open_also_after_a_fire_and_gives_up_all_keys()
    {
        await RetireAsync();
        var gate = new GateSettings(
            Gates.WayOut,
            new GateLines("turnstile", null, null, new GateContact(Fire, ActiveLow: false, LineBias.None)),
            new Dictionary<string, Input>(),
            new HashSet<object>());

        board.AttachI2c(0x3C, display.Open());
        var wired = Wired("gate", gate, "turnstile", isSafe: true) with
        {
            Panel = new PanelSettings(PanelDriver.Ssd1306) { Address = 0x3C },
        };

        await RunAsync(wired, async () =>
        {
            await Eventually.TrueAsync(() => !HasKey, "its own key is wiped", Cancellation);
            await Eventually.TrueAsync(() => Shows("Walk through"), "it says so", Cancellation);
            Assert.True(IsOn);
            board.Line(Fire).Drive(true);
            await Eventually.TrueAsync(() => Shows("Leave now"), "it says that there is a fire", Cancellation);
            board.Line(Fire).Drive(false);
            await Eventually.TrueAsync(() => Shows("Walk through"), "the fire is over", Cancellation);
            Assert.True(IsOn);
        });
    }

    [Fact]
    public async Task A_drink_station_s_valve_is_shut_whatever_drips()
    {
        await RetireAsync();
        var drink = new DrinkSettings(
            DrinkStations.Tap,
            new Dictionary<string, Input>(),
            new HashSet<object>(),
            [
                new DrinkDevices(
                    "valve",
                    null,
                    new InputLineSettings(Meter, "flow meter") { Counted = true },
                    PulseFilterSettings.None),
            ]);

        await RunAsync(Wired("drink", drink, "valve", isSafe: false), async () =>
        {
            await Eventually.TrueAsync(() => board.Line(Meter).Consumer is not null, "it looks", Cancellation);
            for (var pulse = 0; pulse < 100; pulse++)
            {
                board.Line(Meter).Drive(true);
                board.Line(Meter).Drive(false);
            }
            Assert.False(IsOn);
            await Eventually.TrueAsync(() => !HasKey, "its own key is wiped", Cancellation);
        });

        Assert.False(IsOn);
    }

    [Fact]
    public async Task A_program_that_is_wrong_ends_rather_than_leave_keys_where_they_are()
    {
        await RetireAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var running = DaemonBench.RunAsync(
            Kiosk, board, TimeProvider.System, stop.Token, _ => throw new InvalidOperationException("a bug"));

        await Eventually.TrueAsync(() => running.IsCompleted, "it has ended", Cancellation);
        Assert.Equal("a bug", (await Assert.ThrowsAsync<InvalidOperationException>(() => running)).Message);
    }

    [Fact]
    public async Task Keys_and_lists_do_not_stay_because_the_disk_takes_no_new_file()
    {
        await daemon.EnrolAsync(Cancellation);
        var keys = Path.Combine(daemon.State, "card-keys.json");
        var brokerKey = Path.Combine(daemon.State, "broker-key.pem");
        // Beside the enrolment, as `enroll --out` leaves it; and where the power went while one was replaced.
        string[] secrets =
        [
            keys, brokerKey, keys + ".new", Path.Combine(daemon.State, "config.jws.new"),
            Path.Combine(Path.GetDirectoryName(daemon.EnrolmentFile)!, "card-keys.json"),
        ];
        foreach (var secret in secrets)
            await File.WriteAllTextAsync(secret, "secret", Cancellation);
        var lists = Directory.CreateDirectory(Path.Combine(daemon.State, "cards")).FullName;
        // Whatever is to be written there cannot be.
        var inTheWay = Directory.CreateDirectory(Path.Combine(daemon.State, RetiredFolder.FileName + ".new"));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var configuration = Kiosk with
        {
            Cards = CardSettings.None with { Keys = $"file:{keys}" },
            Broker = Kiosk.Broker with { Tls = new MqttTls(daemon.EnrolmentFile) { KeyFile = brokerKey } },
        };

        var retiring = new Retirement(
            configuration, path => new FolderStorage(path), TimeProvider.System, NullLogger<Retirement>.Instance)
            .RunAsync("revoked", stop.Token);
        await Eventually.TrueAsync(
            () => !secrets.Any(File.Exists) && !Directory.Exists(lists),
            "nothing of these is left",
            Cancellation);

        Assert.True(File.Exists(daemon.EnrolmentFile));
        inTheWay.Delete();
        await Eventually.TrueAsync(() => !HasKey, "it goes on", Cancellation);
        Assert.False(File.Exists(daemon.EnrolmentFile));
        await retiring;
    }

    [Fact]
    public void What_is_in_no_file_is_left_to_people()
    {
        Assert.Empty(Retirement.LeftToPeople(Kiosk));

        Assert.Equal(
            ["card keys in credential:card-keys", "the broker's password in the configuration"],
            Retirement.LeftToPeople(Kiosk with
            {
                Cards = CardSettings.None with { Keys = "credential:card-keys" },
                Broker = Kiosk.Broker with { Password = "secret" },
            }));
    }

    /// <summary>It reads a whole journal, while the service manager's watchdog is to be fed.</summary>
    [Fact]
    public async Task Who_begins_it_is_not_kept_waiting()
    {
        await RetireAsync();
        using var disk = new ManualResetEventSlim();
        var retirement = new Retirement(
            Kiosk,
            path => disk.Wait(TimeSpan.FromSeconds(10), Cancellation)
                ? new FolderStorage(path)
                : throw new InvalidOperationException("nobody went on"),
            TimeProvider.System,
            NullLogger<Retirement>.Instance);

        var retiring = retirement.RunAsync(null, Cancellation);
        Assert.False(retiring.IsCompleted);
        disk.Set();

        await retiring;
        Assert.False(HasKey);
    }

    private bool Shows(string words) => display.Visible is { } frame &&
        (FrameReader.Read(frame).Text + "\n").Contains(words, StringComparison.Ordinal);

    private bool HasKey => File.Exists(Path.Combine(daemon.State, "terminal-key.pem"));

    private HostConfiguration Kiosk => daemon.Configuration(
        "kiosk",
        new StationSettings(new KioskSetup(Kiosks.Beer, 1), KioskReader.KeysOf([]), new HashSet<object>()));

    private HostConfiguration Wired(string profile, StationSettings station, string line, bool isSafe) =>
        daemon.Configuration(profile, station) with
        {
            Lines =
            [
                new(
                    "lines.0",
                    new NamedLine(line, 0, new OutputLineSettings(Output, line) { SafeIsActive = isSafe })),
            ],
        };

    private async Task RetireAsync()
    {
        await daemon.EnrolAsync(Cancellation);
        RetiredFolder.Begin(daemon.State, FormerEnrolment.Of(
            Enrolment.Read(await File.ReadAllBytesAsync(daemon.EnrolmentFile, Cancellation)).OrThrow(), "revoked"));
    }

    private async Task RunAsync(HostConfiguration configuration, Func<Task> use)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = DaemonBench.RunAsync(configuration, board, TimeProvider.System, stop.Token);
        await use();
        await stop.CancelAsync();
        Assert.Equal(0, await running);
    }
}
