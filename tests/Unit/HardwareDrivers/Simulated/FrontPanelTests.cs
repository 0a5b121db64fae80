using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Display;
using HardwareDrivers.Linux;
using HardwareDrivers.Simulated;
using Tests.Support;

namespace Tests.Unit.HardwareDrivers.Simulated;

public sealed class FrontPanelTests : IAsyncDisposable
{
    private static readonly Melody Approved = new(
        "approved", [new(880, TimeSpan.FromMilliseconds(80)), new(0, TimeSpan.FromMilliseconds(2.5))]);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("et-panel-");
    private readonly FrontPanel panel;

    public FrontPanelTests() => panel = FrontPanel.Listen(SocketPath, 128, 64);

    private string SocketPath => Path.Combine(folder.FullName, "panel");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await panel.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_viewer_sees_the_dark_panel_at_once_and_every_frame_after()
    {
        await using var viewer = await Watch();
        var dark = await viewer.Next();
        panel.Show(Painted("€3.50"), Cancellation);
        var lit = await viewer.Next();

        Assert.Equal("frame", dark.GetProperty("event").GetString());
        Assert.Equal("", Reading(dark).Text);
        Assert.Equal("€3.50", Reading(lit).Text);
        Assert.True(lit.GetProperty("t").GetInt64() > dark.GetProperty("t").GetInt64());
        Assert.InRange(MonotonicClock.Nanoseconds - lit.GetProperty("t").GetInt64(), 0, 60_000_000_000);
    }

    [Fact]
    public async Task A_late_viewer_sees_the_current_frame_with_the_moment_it_was_shown()
    {
        panel.Show(Painted("old"), Cancellation);
        panel.Show(Painted("new"), Cancellation);
        var after = MonotonicClock.Nanoseconds;

        await using var viewer = await Watch();
        var seen = await viewer.Next();

        Assert.Equal("new", Reading(seen).Text);
        Assert.True(seen.GetProperty("t").GetInt64() <= after);
    }

    [Fact]
    public async Task Melodies_are_told_note_by_note()
    {
        await using var viewer = await Watch();
        await viewer.Next();

        Assert.Equal(DeviceOutcome.Done, panel.Play(Approved));

        var told = await viewer.Next();
        Assert.Equal("approved", told.GetProperty("name").GetString());
        Assert.Equal("[[880,80],[0,2.5]]", told.GetProperty("notes").GetRawText());
    }

    [Fact]
    public async Task Every_viewer_is_told_and_one_that_leaves_does_not_matter()
    {
        await using var first = await Watch();
        await using (var second = await Watch())
        {
            await second.Next();
        }
        await first.Next();

        panel.Show(Painted("still here"), Cancellation);

        Assert.Equal("still here", Reading(await first.Next()).Text);
    }

    [Fact]
    public async Task Keys_that_viewers_press_reach_the_terminal()
    {
        await using var viewer = await Watch();
        var pressed = new EventLog<string>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = Task.Factory.StartNew(
            () => panel.Run(() => { }, pressed.Add, stop.Token), Cancellation, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        await viewer.Say("""{"key":"1"}""");
        await viewer.Say("""{"key":"clear"}""");
        await pressed.First<string>(0, key => key == "clear", Cancellation);
        await stop.CancelAsync();
        await running;

        Assert.Equal(["1", "clear"], pressed.Seen);
    }

    [Fact]
    public async Task A_frozen_display_hangs_until_it_is_thawed()
    {
        await using var viewer = await Watch();
        await viewer.Next();
        await Freeze(viewer, frozen: true);

        var showing = Task.Factory.StartNew(
            () => panel.Show(Painted("late"), Cancellation), Cancellation, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        await Freeze(viewer, frozen: true);
        Assert.False(showing.IsCompleted);
        await Freeze(viewer, frozen: false);

        Assert.Equal("late", Reading(await viewer.Next()).Text);
        Assert.Equal(DeviceOutcome.Done, await showing);
    }

    [Fact]
    public async Task A_frozen_display_can_be_given_up()
    {
        await using var viewer = await Watch();
        await viewer.Next();
        await Freeze(viewer, frozen: true);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var showing = Task.Factory.StartNew(
            () => panel.Show(Painted("never"), patience.Token), Cancellation, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => showing);
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"key":1}""")]
    [InlineData("""{"key":""}""")]
    [InlineData("""{"key":"\ud800"}""")]
    [InlineData("""{"key":"12345678901234567"}""")]
    [InlineData("""{"key":"1","frozen":true}""")]
    [InlineData("""{"frozen":"yes"}""")]
    [InlineData("\u0000")]
    public async Task Nonsense_is_answered_with_an_error_and_does_no_harm(string line)
    {
        await using var viewer = await Watch();
        await viewer.Next();

        await viewer.Say(line);
        var answer = await viewer.Next();
        panel.Show(Painted("unharmed"), Cancellation);

        Assert.Equal("error", answer.GetProperty("event").GetString());
        Assert.NotEqual("", answer.GetProperty("message").GetString());
        Assert.Equal("unharmed", Reading(await viewer.Next()).Text);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_and_a_line_without_end_are_errors_too()
    {
        await using var viewer = await Watch();
        await viewer.Next();

        await viewer.Send([0xFF, 0xFE, (byte)'\n']);
        await viewer.Send([.. Enumerable.Repeat((byte)'a', 10_000), (byte)'\n']);
        await viewer.Say("""{"key":"1","frozen":true}""");

        for (var told = 0; told < 3; told++)
            Assert.Equal("error", (await viewer.Next()).GetProperty("event").GetString());
    }

    [Fact]
    public async Task A_viewer_that_does_not_read_never_slows_the_panel()
    {
        await using var lazy = await Watch();
        await using var eager = await Watch();
        await lazy.Next();
        await eager.Next();

        // More than its queue and the kernel's buffer hold.
        for (var number = 0; number < 3000; number++)
        {
            panel.Show(Painted($"{number}"), Cancellation);
            var seen = await eager.Next();
            if (number % 500 == 0)
                Assert.Equal($"{number}", Reading(seen).Text);
        }
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (true)
                await lazy.Next();
        });
    }

    [Fact]
    public async Task Two_panels_cannot_listen_in_one_place()
    {
        Assert.Contains(
            "Another program listens",
            Assert.Throws<IOException>(() => FrontPanel.Listen(SocketPath, 128, 64)).Message,
            StringComparison.Ordinal);
        await using var viewer = await Watch();
        await viewer.Next();
    }

    [Fact]
    public async Task A_socket_that_was_left_over_is_replaced()
    {
        var path = Path.Combine(folder.FullName, "stale");
        // A socket that is closed in order removes its file, by the name that it knows.
        using (var old = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            old.Bind(new UnixDomainSocketEndPoint(path + "-before"));
            File.Move(path + "-before", path);
        }
        Assert.True(SocketFile.IsAt(path));

        await using (FrontPanel.Listen(path, 128, 64))
            Assert.True(Path.Exists(path));

        Assert.False(Path.Exists(path));
    }

    [Fact]
    public async Task A_file_in_the_way_is_left_alone()
    {
        var path = Path.Combine(folder.FullName, "file");
        await File.WriteAllTextAsync(path, "mine", Cancellation);

        Assert.Throws<IOException>(() => FrontPanel.Listen(path, 128, 64));
        Assert.Throws<IOException>(() => FrontPanel.Listen(folder.FullName, 128, 64));
        Assert.Throws<IOException>(() => FrontPanel.Listen(Path.Combine(path, new string('x', 120)), 128, 64));
        Assert.Equal("mine", await File.ReadAllTextAsync(path, Cancellation));
    }

    [Fact]
    public async Task Closed_it_fails_instead_of_pretending()
    {
        var closed = FrontPanel.Listen(Path.Combine(folder.FullName, "closed"), 128, 64);
        await closed.DisposeAsync();

        Assert.IsType<DeviceOutcome.Failure>(closed.Play(Approved));
    }

    private static MonochromeFrame Painted(string big) =>
        ScreenPainter.Paint(new Screen("", Symbol.None, big, [], null), 128, 64);

    private static PanelReading Reading(JsonElement told)
    {
        var frame = new MonochromeFrame(told.GetProperty("width").GetInt32(), told.GetProperty("height").GetInt32());
        var bits = told.GetProperty("bits").GetBytesFromBase64();
        Assert.Equal(frame.Bits.Length, bits.Length);
        for (var y = 0; y < frame.Height; y++)
            for (var x = 0; x < frame.Width; x++)
                frame[x, y] = (bits[(y * frame.Width + x) / 8] & (0x80 >> (x % 8))) != 0;
        return FrameReader.Read(frame);
    }

    // An order is not answered; the error to the nonsense behind it says that the order was obeyed.
    private static async Task Freeze(ViewerClient viewer, bool frozen)
    {
        await viewer.Say(frozen ? """{"frozen":true}""" : """{"frozen":false}""");
        if (!frozen)
            return;
        await viewer.Say("{}");
        Assert.Equal("error", (await viewer.Next()).GetProperty("event").GetString());
    }

    private async Task<ViewerClient> Watch()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath), Cancellation);
        return new ViewerClient(new NetworkStream(socket, ownsSocket: true));
    }

    private sealed class ViewerClient(NetworkStream stream) : IAsyncDisposable
    {
        private readonly StreamReader reader = new(stream);

        public async Task<JsonElement> Next()
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            limit.CancelAfter(Eventually.Deadline);
            var line = await reader.ReadLineAsync(limit.Token);
            return JsonDocument.Parse(line ?? throw new EndOfStreamException("The panel has hung up.")).RootElement;
        }

        public Task Say(string line) => Send(Encoding.UTF8.GetBytes(line + "\n"));

        public async Task Send(byte[] bytes) => await stream.WriteAsync(bytes, Cancellation);

        public async ValueTask DisposeAsync()
        {
            reader.Dispose();
            await stream.DisposeAsync();
        }
    }
}
