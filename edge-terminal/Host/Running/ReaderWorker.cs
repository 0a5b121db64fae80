using HardwareDrivers.Abstractions;

namespace EdgeTerminal.Host;

/// <summary>The card reader on a thread of its own; what it sees goes to the loop.</summary>
internal sealed class ReaderWorker : IDisposable
{
    private readonly TaskCompletionSource firstLook = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TerminalLoop loop;
    private readonly Readers readers;
    private readonly DeviceThread thread;

    public ReaderWorker(
        ReaderSettings settings, HardwareSettings hardware, ICardProver? prover, TimeProvider time, TerminalLoop loop)
    {
        this.loop = loop;
        readers = new Readers(settings, hardware, time, prover);
        thread = new DeviceThread("reader", stopping => readers.Reader.Run(Hear, stopping));
    }

    /// <summary>Completes when the reader knows what lies there, or is lost.</summary>
    public Task FirstLook => firstLook.Task;

    public void Dispose()
    {
        thread.Dispose();
        readers.Dispose();
    }

    /// <summary>A tap may be dropped; that the reader is lost, or the field empty, is said only once.</summary>
    private void Hear(ReaderEvent seen)
    {
        var input = new LoopInput.Reader(seen);
        if (input.IsTap)
            loop.Offer(input);
        else
            loop.Post(input);
        if (seen is ReaderEvent.HealthChanged { Health: ReaderHealth.Working or ReaderHealth.Lost })
            firstLook.TrySetResult();
    }
}
