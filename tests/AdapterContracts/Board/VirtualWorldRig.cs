using HardwareDrivers.Abstractions;
using HardwareDrivers.Linux;
using HardwareDrivers.Simulated;
using Tests.Support;

namespace Tests.AdapterContracts;

/// <summary>An adapter over a virtual world, in virtual time.</summary>
public abstract class VirtualWorldRig : BoardRig
{
    private readonly VirtualClock clock = new();

    protected VirtualWorldRig() => World = new VirtualBoard(clock);

    public override IReadOnlyList<int> Tones => [.. World.Tone(0).Heard.Select(heard => heard.Hertz)];

    public override TimeSpan Debounce => TimeSpan.FromMilliseconds(20);

    protected VirtualBoard World { get; }

    protected TimeProvider Clock => clock;

    public override void Drive(int line, bool? high) => World.Line(line).Drive(high);

    public override void Pull(int line, bool high)
    {
        lock (World.Gate)
            World.Line(line).Pull(high);
    }

    public override bool Measure(int line) => World.Line(line).Level;

    public override IReadOnlyList<bool> Changes(int line) =>
        [.. World.Line(line).History.Select(change => change.Level)];

    public override void After(TimeSpan wait, Action action) =>
        clock.At(TimeSpan.FromTicks(clock.Now / TimeSpan.NanosecondsPerTick) + wait, action);

    public override bool PullOut() => World.IsGone = true;

    public override void AttachI2c(int address, II2cDevice? device) => World.AttachI2c(address, device);

    public override void AttachSpi(ISpiDevice? device) => World.AttachSpi(0, device);
}

/// <summary>The virtual board itself.</summary>
public sealed class VirtualRig : VirtualWorldRig
{
    public override IBoard Board => World;
}

/// <summary>The adapter of the kernel's interfaces, over a scripted kernel.</summary>
public sealed class ScriptedLinuxRig : VirtualWorldRig
{
    private readonly ScriptedKernel kernel;

    public ScriptedLinuxRig() : this(refusesDebounce: false)
    {
    }

    public ScriptedLinuxRig(bool refusesDebounce)
    {
        kernel = new ScriptedKernel(World, Clock) { RefusesDebounce = refusesDebounce };
        Board = new LinuxBoard(kernel);
    }

    public override IBoard Board { get; }

    public override void End() => Assert.Equal(0, kernel.OpenCount);
}
