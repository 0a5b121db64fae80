using HardwareDrivers.Abstractions;
using HardwareDrivers.Linux;
using HardwareDrivers.Simulated;

namespace Tests.Support;

/// <summary>
/// A kernel whose devices are those of a <see cref="VirtualBoard"/>: GPIO character device v2, i2c-dev, spidev, PWM in
/// sysfs. It takes the same structures by the same numbers as the real one and is as strict with them, so that the
/// adapters run on machines without such devices. What is not modelled answers EINVAL.
/// </summary>
internal sealed class ScriptedKernel(VirtualBoard board, TimeProvider clock) : IKernel
{
    private const int BadDescriptor = 9;

    private readonly Dictionary<int, IOpenFile> open = [];
    private readonly Dictionary<string, int> failures = [];
    private readonly Lock gate = new();
    private int last = 100;

    /// <summary>The GPIO chip's driver knows no debouncing, and the kernel says so.</summary>
    public bool RefusesDebounce { get; init; }

    /// <summary>The GPIO chip's driver cannot say what a line's level is.</summary>
    public bool RefusesValues { get; init; }

    /// <summary>What the I2C controller calls an address, or a byte, that nobody acknowledges.</summary>
    public int NotAcknowledged { get; init; } = Errno.RemoteInputOutput;

    /// <summary>What the I2C adapter can do (I2C_FUNCS).</summary>
    public ulong I2cFunctions { get; init; } = I2cRequests.PlainTransfers;

    /// <summary>Descriptors that were not closed.</summary>
    public int OpenCount
    {
        get
        {
            lock (gate)
                return open.Count;
        }
    }

    public long Now => new TwinTime(clock).Now;

    internal VirtualBoard Board => board;

    /// <summary>Opening this path fails from now on.</summary>
    /// <param name="path">Of a device.</param>
    /// <param name="error">An error number; 0 for none.</param>
    public void Fail(string path, int error) => failures[path] = error;

    public int Open(string path, OpenFlags flags)
    {
        if (failures.GetValueOrDefault(path) is > 0 and var error)
            return -error;
        try
        {
            return path switch
            {
                "/dev/gpiochip0" => Add(new ScriptedChip(this)),
                "/dev/i2c-1" => Add(new ScriptedI2c(this)),
                "/dev/spidev0.0" => Add(new ScriptedSpi(board.OpenSpi(new(0, 0, 1, 0)))),
                "/dev/spidev0.1" => Add(new ScriptedSpi(board.OpenSpi(new(0, 1, 1, 0)))),
                _ when path.StartsWith(ScriptedPwm.Chip, StringComparison.Ordinal) => Pwm.Open(path) is { } file
                    ? Add(file)
                    : -Errno.NoSuchFile,
                _ => -Errno.NoSuchFile,
            };
        }
        catch (LinkLostException)
        {
            return -Errno.NoSuchDevice;
        }
    }

    private ScriptedPwm Pwm => field ??= new ScriptedPwm(board);

    public int Close(int descriptor)
    {
        IOpenFile? file;
        lock (gate)
            open.Remove(descriptor, out file);
        file?.Close();
        return file is null ? -BadDescriptor : 0;
    }

    public int Control(int descriptor, uint request, nint argument) =>
        Guard(descriptor, file => file.Control(request, argument));

    public int Read(int descriptor, Span<byte> buffer)
    {
        var file = Find(descriptor);
        return board.IsGone ? -Errno.NoSuchDevice : file?.Read(buffer) ?? -BadDescriptor;
    }

    public int Write(int descriptor, ReadOnlySpan<byte> bytes) => Find(descriptor)?.Write(bytes) ?? -BadDescriptor;

    public PollEvents AwaitInput(int descriptor, WakeSignal wake, long deadline)
    {
        var line = (ScriptedInput)Find(descriptor)!;
        while (true)
        {
            if (board.IsGone)
                return PollEvents.Error | PollEvents.HungUp;
            if (line.HasEvents)
                return PollEvents.Readable;
            if (clock is not VirtualClock virtually)
            {
                Readiness.Wait(line.Ready.Descriptor, PollEvents.Readable, wake, Math.Min(deadline, line.Due));
                return line.HasEvents ? PollEvents.Readable : PollEvents.None;
            }
            // Level-triggered: a signal that is set ends the wait at once, and the next one too.
            if (Readiness.Wait(wake.Descriptor, PollEvents.Readable, wake, 0) != PollEvents.None || Now >= deadline)
                return PollEvents.None;
            var next = Math.Min(Math.Min(virtually.NextEvent, deadline), line.Due);
            if (next == long.MaxValue)
                throw new InvalidOperationException("Waits for ever: the agenda is empty.");
            virtually.AdvanceTo(next);
        }
    }

    public void Pause(TimeSpan length)
    {
        if (clock is VirtualClock virtually)
            virtually.AdvanceTo(virtually.Now + length.Ticks * TimeSpan.NanosecondsPerTick);
        else
            SystemKernel.Instance.Pause(length);
    }

    internal int Add(IOpenFile file)
    {
        lock (gate)
        {
            open[++last] = file;
            return last;
        }
    }

    private IOpenFile? Find(int descriptor)
    {
        lock (gate)
            return open.GetValueOrDefault(descriptor);
    }

    private int Guard(int descriptor, Func<IOpenFile, int> call)
    {
        if (Find(descriptor) is not { } file)
            return -BadDescriptor;
        if (board.IsGone)
            return -Errno.NoSuchDevice;
        try
        {
            return call(file);
        }
        catch (LinkLostException)
        {
            return -Errno.NoSuchDevice;
        }
    }
}

/// <summary>What stands behind a descriptor of the scripted kernel.</summary>
internal interface IOpenFile
{
    int Control(uint request, nint argument) => -Errno.NotATerminal;

    int Read(Span<byte> buffer) => -Errno.InvalidArgument;

    int Write(ReadOnlySpan<byte> bytes) => -Errno.InvalidArgument;

    void Close()
    {
    }
}
