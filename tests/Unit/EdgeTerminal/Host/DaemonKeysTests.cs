using EdgeTerminal.Host;
using HardwareDrivers.Pn532;
using HardwareDrivers.Simulated;
using Microsoft.Extensions.Configuration;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>A gate and a drink station with display, reader and keys at a board: keys do what they are for.</summary>
public sealed class DaemonKeysTests : IDisposable
{
    private const int Row = 5;

    private readonly DaemonBench daemon = new();
    private readonly VirtualBoard board = new(TimeProvider.System);
    private readonly OledTwin display = new(isSh1106: false, height: 64);
    private readonly Pn532BusEmulator reader = new(new ChipTimings(), null);

    public DaemonKeysTests()
    {
        board.AttachI2c(0x3C, display.Open());
        board.AttachI2c(Pn532Link.I2cAddress, reader.OnI2c(400_000));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        reader.Dispose();
        daemon.Dispose();
    }

    [Fact]
    public Task A_gate_counts_a_group_by_its_keypad() => RunAsync(
        new()
        {
            ["profile"] = "gate",
            ["lines:0:name"] = "turnstile",
            ["lines:0:line"] = "17",
            ["gate:turnstile"] = "turnstile",
            ["gate:moreKey"] = "+",
            ["gate:mostPeople"] = "4",
            ["gate:admissions:0:id"] = "day",
            ["gate:admissions:0:price"] = "500",
            ["keys:keypad:names"] = "clear,+",
        },
        async keys =>
        {
            await ShowsAsync("Entry\n");
            await PressAsync(keys, 13);
            await ShowsAsync("Entry · 2");
            await PressAsync(keys, 13);
            await ShowsAsync("Entry · 3");
            await PressAsync(keys, 12);
            await ShowsAsync("Entry\n");
        });

    [Fact]
    public Task A_drink_station_chooses_its_tap_by_its_keypad() => RunAsync(
        new()
        {
            ["profile"] = "drink",
            ["lines:0:name"] = "valve",
            ["lines:0:line"] = "17",
            ["lines:1:name"] = "second",
            ["lines:1:line"] = "18",
            ["drink:product:id"] = "pils",
            ["drink:product:price"] = "700",
            ["drink:pulsesPerLitre"] = "400",
            ["drink:valve"] = "valve",
            ["drink:meterLine"] = "20",
            ["drink:key"] = "1",
            ["drink:otherTaps:0:id"] = "cider",
            ["drink:otherTaps:0:price"] = "900",
            ["drink:otherTaps:0:pulsesPerLitre"] = "400",
            ["drink:otherTaps:0:key"] = "2",
            ["drink:otherTaps:0:valve"] = "second",
            ["drink:otherTaps:0:meterLine"] = "21",
            ["keys:keypad:names"] = "1,2",
        },
        async keys =>
        {
            await ShowsAsync("Choose a tap");
            await PressAsync(keys, 13);
            await ShowsAsync("cider\n");
            await PressAsync(keys, 12);
            await ShowsAsync("pils\n");
        });

    private async Task RunAsync(Dictionary<string, string?> station, Func<MatrixBoard, Task> use)
    {
        await daemon.EnrolAsync(Cancellation);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var keys = new MatrixBoard(board);
        var running = DaemonBench.RunAsync(Configuration(station), keys, TimeProvider.System, stop.Token);
        await use(keys);
        await stop.CancelAsync();
        Assert.Equal(0, await running);
    }

    private HostConfiguration Configuration(Dictionary<string, string?> station)
    {
        var values = new Dictionary<string, string?>(station)
        {
            ["state"] = daemon.State,
            ["enrolment"] = daemon.EnrolmentFile,
            ["mqtt:host"] = "nowhere",
            ["reader:link"] = "i2c",
            ["panel:driver"] = "ssd1306",
            ["panel:adapter"] = "own",
            ["hardware:adapter"] = Boards.Kernel,
            ["log:level"] = "none",
            ["keys:keypad:rows"] = $"{Row}",
            ["keys:keypad:columns"] = "12,13",
        };
        var errors = ConfigurationReader.Read(
            new ConfigurationBuilder().AddInMemoryCollection(values).Build(), out var configuration);
        Assert.Empty(errors);
        return configuration!;
    }

    /// <summary>As long as it takes to be seen, and to be seen let go of.</summary>
    private async Task PressAsync(MatrixBoard keys, int column)
    {
        await LooksAsync();
        keys.Hold((Row, column));
        await LooksAsync();
        keys.Hold(null);
    }

    /// <summary>Some scans go by.</summary>
    private Task LooksAsync()
    {
        var before = board.Line(Row).History.Count;
        return Eventually.TrueAsync(() => board.Line(Row).History.Count > before + 10, "it looks", Cancellation);
    }

    private Task ShowsAsync(string words) => Eventually.TrueAsync(
        () => display.Visible is { } frame &&
            (FrameReader.Read(frame).Text + "\n").Contains(words, StringComparison.Ordinal),
        $"it shows {words}",
        Cancellation);
}
