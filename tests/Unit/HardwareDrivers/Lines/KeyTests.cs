using System.Collections;
using System.Collections.Concurrent;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Lines;
using HardwareDrivers.Simulated;
using Tests.Support;

namespace Tests.Unit.HardwareDrivers.Lines;

/// <summary>Keys in rows and columns, single ones, and a knob.</summary>
public class KeyTests
{
    private static readonly MatrixWiring Wiring = new([5, 6], [12, 13], ["1", "2", "clear", "ok"]);

    private readonly ConcurrentQueue<string> pressed = [];
    private volatile bool ready;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void A_key_counts_once_it_was_seen_twice_in_a_row_and_once_while_it_is_held()
    {
        var matrix = new KeyMatrix(2, 2);

        Assert.Equal(["", "", "2", "", "", "", "2"], Scans(matrix, [2], [], [2], [2], [2], [], [], [2], [2])
            .Where((_, scan) => scan is not (1 or 5)));
    }

    [Fact]
    public void Two_keys_at_once_are_two_keys() =>
        Assert.Equal(["", "0 3"], Scans(new KeyMatrix(2, 2), [0, 3], [0, 3]));

    [Fact]
    public void Corners_of_a_rectangle_are_not_believed()
    {
        var matrix = new KeyMatrix(2, 2);

        Assert.Equal(["", "0 3", "", "", "", "", ""], Scans(
            matrix, [0, 3], [0, 3], [0, 1, 2, 3], [0, 1, 2, 3], [0, 1, 2, 3], [], []));
    }

    [Theory]
    [InlineData("+0 -1", 1)]
    [InlineData("+1 -0", -1)]
    // Half a click and back, and a contact that bounces.
    [InlineData("+0 -0", 0)]
    [InlineData("+1 -1", 0)]
    [InlineData("+0 -0 +0 -1", 1)]
    [InlineData("-1 +0 -1 -1", 1)]
    [InlineData("+0 -1 +0 -1 +1 -0", 1)]
    public void A_click_of_the_knob_is_one_step_its_way(string changes, int steps)
    {
        var knob = new KnobDecoder();

        Assert.Equal(steps, changes.Split(' ').Sum(change => knob.Take(change[0] == '+', change[1] == '1')));
    }

    [Fact]
    public async Task A_keypad_tells_its_keys_by_the_names_of_the_configuration()
    {
        var board = new MatrixBoard();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = RunAsync(new MatrixKeypad(Wiring, () => board, TimeProvider.System), stop.Token);

        board.Hold(6, 12);
        await Eventually.TrueAsync(() => pressed.Count == 1, "clear", Cancellation);
        board.Hold(6, 13);
        await Eventually.TrueAsync(() => pressed.Count == 2, "ok", Cancellation);

        await stop.CancelAsync();
        await running;
        Assert.Equal(["clear", "ok"], pressed);
        Assert.True(ready);
        Assert.Equal(0, board.Open);
    }

    [Fact]
    public async Task A_column_that_rises_slowly_is_no_key_of_the_next_row()
    {
        var board = new MatrixBoard { Rise = TimeSpan.FromMicroseconds(200) };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = RunAsync(new MatrixKeypad(Wiring, () => board, TimeProvider.System), stop.Token);

        board.Hold(5, 12);
        await Eventually.TrueAsync(() => !pressed.IsEmpty, "1", Cancellation);
        board.Hold(5, 13);
        await Eventually.TrueAsync(() => pressed.Contains("2"), "2", Cancellation);

        await stop.CancelAsync();
        await running;
        Assert.Equal(["1", "2"], pressed);
    }

    [Fact]
    public async Task A_keypad_that_is_pulled_out_says_so()
    {
        var board = new VirtualBoard(TimeProvider.System);
        var running = RunAsync(new MatrixKeypad(Wiring, () => board.OpenLines(0), TimeProvider.System), Cancellation);
        await Eventually.TrueAsync(() => board.Line(13).Consumer is not null, "it looks", Cancellation);

        board.IsGone = true;

        await Assert.ThrowsAsync<LinkLostException>(() => running);
    }

    [Fact]
    public async Task A_keypad_whose_rows_cannot_be_driven_is_never_ready()
    {
        await Assert.ThrowsAsync<LinkLostException>(() => RunAsync(
            new MatrixKeypad(Wiring, () => new StuckRows(), TimeProvider.System), Cancellation));

        Assert.False(ready);
    }

    [Fact]
    public async Task A_knob_tells_each_click_its_way() => Assert.Equal(
        ["next", "previous"],
        await PressedByAsync(
            chip => new RotaryKnob((23, 24), ("next", "previous"), () => chip),
            (true, false), (false, true), (true, true), (false, false)));

    [Fact]
    public async Task A_button_is_pressed_when_it_closes() => Assert.Equal(
        ["ok"], await PressedByAsync(chip => new PushButton(23, "ok", () => chip), (true, false), (false, false)));

    /// <summary>All that a device says while its contacts do so.</summary>
    /// <param name="make">Makes it, of a chip whose lines 23 and 24 change.</param>
    /// <param name="changes">What line 23 becomes, and what line 24 is then.</param>
    private async Task<IEnumerable<string>> PressedByAsync(
        Func<ILineChip, IKeypad> make, params (bool First, bool Second)[] changes)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var contacts = new Contacts(changes);
        var running = RunAsync(make(contacts), stop.Token);
        await contacts.Over.WaitAsync(Cancellation);
        await stop.CancelAsync();
        await running;
        return pressed;
    }

    private Task RunAsync(IKeypad keypad, CancellationToken stop) => Task.Factory.StartNew(
        () => keypad.Run(() => ready = true, pressed.Enqueue, stop),
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    private static IEnumerable<string> Scans(KeyMatrix matrix, params int[][] scans) => scans.Select(scan =>
    {
        var closed = new BitArray(4);
        foreach (var key in scan)
            closed[key] = true;
        return string.Join(' ', matrix.Take(closed));
    }).ToList();

    /// <summary>Two contacts that do what they are told, and then nothing.</summary>
    private sealed class Contacts((bool First, bool Second)[] changes) : ILineChip
    {
        private readonly (bool First, bool Second)[] changes = changes;
        private readonly TaskCompletionSource over = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int next;

        /// <summary>Completes when all has been read.</summary>
        public Task Over => over.Task;

        public IOutputLine OpenOutput(OutputLineSettings settings) => throw new NotSupportedException("an input");

        public IInputLine OpenInput(InputLineSettings settings) =>
            settings.Line == 23 ? new Line(this) : new Other(changes);

        public void Dispose()
        {
        }

        /// <summary>It changes ten nanoseconds behind the other.</summary>
        private sealed class Line(Contacts contacts) : IInputLine
        {
            public bool IsActive => throw new NotSupportedException("it is read how it changes");

            public int Read(Span<LineEdge> edges, TimeSpan timeout, CancellationToken cancellation)
            {
                if (contacts.next == contacts.changes.Length)
                {
                    contacts.over.TrySetResult();
                    cancellation.WaitHandle.WaitOne();
                    throw new OperationCanceledException(cancellation);
                }
                var at = contacts.next++;
                edges[0] = new LineEdge(100 * at + 10, contacts.changes[at].First, (uint)at + 1);
                return 1;
            }

            public void Dispose()
            {
            }
        }

        /// <summary>All its changes are over when the first of the other's is heard of.</summary>
        private sealed class Other((bool First, bool Second)[] changes) : IInputLine
        {
            private readonly Queue<LineEdge> edges = new(changes.Select((change, at) =>
                new LineEdge(100 * at, change.Second, (uint)at + 1)));

            public bool IsActive => !changes[0].Second;

            public int Read(Span<LineEdge> into, TimeSpan timeout, CancellationToken cancellation)
            {
                var read = 0;
                while (read < into.Length && edges.TryDequeue(out var edge))
                    into[read++] = edge;
                return read;
            }

            public void Dispose()
            {
            }
        }
    }

    /// <summary>Lines that open and cannot be driven.</summary>
    private sealed class StuckRows : ILineChip
    {
        private readonly MatrixBoard board = new();

        public IOutputLine OpenOutput(OutputLineSettings settings) => new Row();

        public IInputLine OpenInput(InputLineSettings settings) => board.OpenInput(settings);

        public void Dispose()
        {
        }

        private sealed class Row : IOutputLine
        {
            public DeviceOutcome Set(bool active) => DeviceOutcome.Failed("it is stuck");

            public void Dispose()
            {
            }
        }
    }

    /// <summary>Wires that meet where a key is held.</summary>
    private sealed class MatrixBoard : ILineChip
    {
        private readonly ConcurrentDictionary<int, bool> driven = [];
        private (int Row, int Column)? held;
        private long released;
        private int open;

        /// <summary>So long a column stays low when its row was let go.</summary>
        public TimeSpan Rise { get; init; }

        public int Open => Volatile.Read(ref open);

        public void Hold(int row, int column) => held = (row, column);

        public IOutputLine OpenOutput(OutputLineSettings settings)
        {
            Interlocked.Increment(ref open);
            return new Row(this, settings.Line);
        }

        public IInputLine OpenInput(InputLineSettings settings)
        {
            Interlocked.Increment(ref open);
            return new Column(this, settings.Line);
        }

        public void Dispose()
        {
        }

        private sealed class Row(MatrixBoard board, int line) : IOutputLine
        {
            public DeviceOutcome Set(bool active)
            {
                board.driven[line] = active;
                if (!active && board.held?.Row == line)
                    board.released = TimeProvider.System.GetTimestamp();
                return DeviceOutcome.Done;
            }

            public void Dispose() => Interlocked.Decrement(ref board.open);
        }

        private sealed class Column(MatrixBoard board, int line) : IInputLine
        {
            public bool IsActive =>
                board.held is (var row, var column) && column == line &&
                (board.driven.GetValueOrDefault(row) || board.released > 0 &&
                    TimeProvider.System.GetElapsedTime(board.released) < board.Rise);

            public int Read(Span<LineEdge> edges, TimeSpan timeout, CancellationToken cancellation) =>
                throw new NotSupportedException("a matrix is scanned");

            public void Dispose() => Interlocked.Decrement(ref board.open);
        }
    }
}
