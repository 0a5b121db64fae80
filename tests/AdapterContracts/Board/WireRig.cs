using HardwareDrivers.Abstractions;
using HardwareDrivers.Simulated;
using Tests.Support;

namespace Tests.AdapterContracts;

/// <summary>The emulated world over its socket, in real time. It has neither buses nor tones.</summary>
public sealed class WireRig : BoardRig, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly VirtualBoard world = new(TimeProvider.System);
    private readonly WireServer server;
    private readonly List<ITimer> timers = [];

    public WireRig()
    {
        server = WireServer.Listen(Path, world);
        Board = new WireBoard(Path);
    }

    public override IBoard Board { get; }

    /// <summary>Where the world listens.</summary>
    public string Path => folder.In("wires");

    public override IReadOnlyList<int> Tones => [];

    public override void Drive(int line, bool? high) => world.Line(line).Drive(high);

    public override void Pull(int line, bool high)
    {
        lock (world.Gate)
            world.Line(line).Pull(high);
    }

    public override bool Measure(int line) => world.Line(line).Level;

    public override IReadOnlyList<bool> Changes(int line) =>
        [.. world.Line(line).History.Select(change => change.Level)];

    public override void After(TimeSpan wait, Action action) =>
        timers.Add(TimeProvider.System.CreateTimer(_ => action(), null, wait, Timeout.InfiniteTimeSpan));

    public override bool PullOut()
    {
        server.PullOut();
        return true;
    }

    public override void AttachI2c(int address, II2cDevice? device) =>
        throw new NotSupportedException("It has lines only.");

    public override void AttachSpi(ISpiDevice? device) => throw new NotSupportedException("It has lines only.");

    public override void End() => Dispose();

    public void Dispose()
    {
        server.PullOut();
        folder.Dispose();
    }
}
