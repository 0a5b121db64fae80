using System.Text;

namespace HardwareDrivers.Linux;

/// <summary>
/// The master side of a pseudo-terminal (pty(7)): what a program writes to <see cref="SlavePath"/> is read here, and
/// the other way round. Raw: bytes as they are.
/// </summary>
/// <remarks>
/// It keeps the slave open itself. Otherwise every read here fails with EIO once the program at the other end has gone,
/// until the next one comes.
/// </remarks>
public sealed class PseudoTerminal : IDisposable
{
    private readonly Descriptor master;
    private readonly Descriptor slave;

    private PseudoTerminal(Descriptor master, Descriptor slave, string slavePath)
    {
        this.master = master;
        this.slave = slave;
        SlavePath = slavePath;
    }

    /// <summary>The device that the other program opens: <c>/dev/pts/3</c>.</summary>
    public string SlavePath { get; }

    /// <summary>The rate that the other side has chosen, in baud. Nothing keeps it: it has to be asked for.</summary>
    public int Rate => TerminalAttributes.Read(slave, out var attributes) == 0 ? (int)attributes.Rate : 0;

    /// <summary>Makes a new one.</summary>
    /// <exception cref="IOException">The kernel has none left, or /dev/pts is not there.</exception>
    public static PseudoTerminal Open()
    {
        var master = new Descriptor(Native.OpenPseudoTerminal(OpenFlags.Terminal));
        try
        {
            Check(!master.IsInvalid, "make one");
            Check(Native.GrantSlave(master) == 0, "grant its slave");
            Check(Native.UnlockSlave(master) == 0, "unlock its slave");
            var path = ReadSlavePath(master);
            return new PseudoTerminal(master, OpenSlave(path), path);
        }
        catch
        {
            master.Dispose();
            throw;
        }
    }

    /// <summary>Takes what the other side has written, without waiting.</summary>
    /// <returns>How many bytes; 0 when there are none.</returns>
    public int Read(Span<byte> buffer) => Transferred(Native.Read(master, buffer, (nuint)buffer.Length), "read from");

    /// <summary>Hands bytes to the other side, without waiting.</summary>
    /// <returns>How many the kernel took: fewer than given when nobody reads.</returns>
    public int Write(ReadOnlySpan<byte> bytes) =>
        Transferred(Native.Write(master, bytes, (nuint)bytes.Length), "write to");

    /// <summary>Waits until the other side has written, <paramref name="wake"/> is set, or a moment has come.</summary>
    /// <param name="wake">Ends the wait from another thread.</param>
    /// <param name="deadline">Nanoseconds of <see cref="MonotonicClock"/>.</param>
    public void AwaitInput(WakeSignal wake, long deadline) =>
        Readiness.Wait(master, PollEvents.Readable, wake, deadline);

    /// <summary>Hangs up: the other side reads the end of its line.</summary>
    public void Dispose()
    {
        slave.Dispose();
        master.Dispose();
    }

    private static int Transferred(nint count, string doing)
    {
        if (count >= 0)
            return (int)count;
        var error = Errno.Last;
        return error is Errno.TryAgain or Errno.Interrupted
            ? 0
            : throw new IOException($"Cannot {doing} the pseudo-terminal: {Errno.Describe(error)}.");
    }

    private static string ReadSlavePath(Descriptor master)
    {
        Span<byte> name = stackalloc byte[128];
        var error = Native.SlaveName(master, name, (nuint)name.Length);
        return error == 0
            ? Encoding.UTF8.GetString(name[..name.IndexOf((byte)0)])
            : throw new IOException($"Cannot name a pseudo-terminal's slave: {Errno.Describe(error)}.");
    }

    private static Descriptor OpenSlave(string path)
    {
        var slave = new Descriptor(Native.Open(path, OpenFlags.Terminal));
        try
        {
            Check(!slave.IsInvalid, $"open {path}");
            var error = TerminalAttributes.Read(slave, out var attributes);
            attributes.MakeRaw(115_200);
            error = error == 0 ? TerminalAttributes.Write(slave, attributes) : error;
            return error == 0 ? slave : throw new IOException($"Cannot make {path} raw: {Errno.Describe(error)}.");
        }
        catch
        {
            slave.Dispose();
            throw;
        }
    }

    private static void Check(bool done, string doing)
    {
        if (!done)
            throw new IOException($"No pseudo-terminal: cannot {doing}: {Errno.Describe(Errno.Last)}.");
    }
}
