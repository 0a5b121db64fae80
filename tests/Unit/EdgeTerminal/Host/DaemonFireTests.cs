using CloudBridge.Storage;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Lines;
using HardwareDrivers.Simulated;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>
/// A fire, and what may happen to a real gate's daemon meanwhile: whatever it is, nobody stands before a locked gate.
/// </summary>
public sealed class DaemonFireTests : IDisposable
{
    private const int Turnstile = 17;
    private const int Fire = 7;

    private readonly DaemonBench daemon = new();
    private readonly ManualTime time = new();
    private readonly VirtualBoard board;
    private volatile bool diskFails;
    private volatile bool hasFailed;
    private volatile bool hasSynced;

    public DaemonFireTests() => board = new VirtualBoard(time);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private bool IsOpen => board.Line(Turnstile).Level;

    public void Dispose() => daemon.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task While_the_disk_fails_too_the_gate_stands_open_and_the_daemon_ends_with_the_fire(bool atStart)
    {
        await daemon.EnrolAsync(Cancellation);
        if (atStart)
            Burn();
        var running = RunAsync(Cancellation);
        if (!atStart)
        {
            await ReadyAsync();
            Burn();
        }
        await PassAsync(() => hasFailed && IsOpen);

        for (var seconds = 0; seconds < 30; seconds++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            Assert.True(IsOpen);
        }
        Assert.False(running.IsCompleted);
        board.Line(Fire).Drive(false);
        await PassAsync(() => running.IsCompleted);

        Assert.Equal(4, await running);
    }

    [Fact]
    public async Task Neither_a_stop_meanwhile_nor_a_start_that_fails_locks_it()
    {
        await daemon.EnrolAsync(Cancellation);
        using var stop = new CancellationTokenSource();
        var running = RunAsync(stop.Token);
        await ReadyAsync();
        board.Line(Fire).Drive(true);
        await PassAsync(() => IsOpen);
        var before = board.Line(Turnstile).History.Count;

        await stop.CancelAsync();
        await PassAsync(() => running.IsCompleted);
        Assert.Equal(0, await running);
        Burn();
        await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(Cancellation));

        Assert.True(IsOpen);
        Assert.Equal(before, board.Line(Turnstile).History.Count);
    }

    private void Burn()
    {
        diskFails = true;
        board.Line(Fire).Drive(true);
    }

    /// <summary>It was open while it started; now its first record is on the disk, and it is locked.</summary>
    private Task ReadyAsync() =>
        PassAsync(() => hasSynced && !IsOpen && board.Line(Fire).Consumer is not null);

    private Task<int> RunAsync(CancellationToken stop) => DaemonBench.RunAsync(
        Configuration(), board, time, stop, path => new FailingStorage(this, new FolderStorage(path)));

    private HostConfiguration Configuration() => daemon.Configuration("gate", new GateSettings(
        Gates.WayIn,
        new GateLines("turnstile", null, null, new GateContact(Fire, ActiveLow: false, LineBias.None)),
        new Dictionary<string, Input>(),
        new HashSet<object>())) with
    {
        Lines =
        [
            new(
                "lines.0",
                new NamedLine("turnstile", 0, new OutputLineSettings(Turnstile, "turnstile") { SafeIsActive = true })),
        ],
    };

    private Task PassAsync(Func<bool> condition) =>
        time.AdvanceUntilAsync(condition, "it has happened", Cancellation);

    /// <summary>A folder on a disk that is burning, once it is told to.</summary>
    private sealed class FailingStorage(DaemonFireTests tests, IStorage inner) : IStorage
    {
        private readonly DaemonFireTests tests = tests;

        public string Name => inner.Name;

        public long FreeBytes => inner.FreeBytes;

        public IReadOnlyList<string> List() => inner.List();

        public byte[] Read(string name, long offset = 0, int most = int.MaxValue) => inner.Read(name, offset, most);

        public bool Exists(string name) => inner.Exists(name);

        public void Replace(string name, ReadOnlySpan<byte> content)
        {
            Burn();
            inner.Replace(name, content);
        }

        public void ReplaceSecret(string name, ReadOnlySpan<byte> content)
        {
            Burn();
            inner.ReplaceSecret(name, content);
        }

        public void Write(string name, ReadOnlySpan<byte> content) => inner.Write(name, content);

        public void Sync(IReadOnlyCollection<string> names) => inner.Sync(names);

        public IAppendFile Append(string name) => new File(this, inner.Append(name));

        public void Delete(string name) => inner.Delete(name);

        private void Burn()
        {
            if (!tests.diskFails)
                return;
            tests.hasFailed = true;
            throw new IOException("the disk burns");
        }

        private sealed class File(FailingStorage storage, IAppendFile inner) : IAppendFile
        {
            public long Length => inner.Length;

            public void Write(ReadOnlySpan<byte> bytes) => inner.Write(bytes);

            public void WriteAgain(long offset) => inner.WriteAgain(offset);

            public void Sync()
            {
                storage.Burn();
                inner.Sync();
                storage.tests.hasSynced = true;
            }

            public void Truncate(long length) => inner.Truncate(length);

            public void Dispose() => inner.Dispose();
        }
    }
}
