using EdgeTerminal.Core;

namespace EdgeTerminal.Host;

/// <summary>
/// Where a kiosk compares PINs: on a thread of its own, for it takes tenths of a second, and the loop has guests. The
/// kiosk asks for one at a time; what takes too long is given up there.
/// </summary>
internal sealed class PinDesk : IStationDevices
{
    private IInbox inbox = null!;

    /// <inheritdoc/>
    public void Start(Remembered past, IInbox loop) => inbox = loop;

    /// <inheritdoc/>
    public void Do(Effect.ToDevice order)
    {
        if (order is not Effect.TryPin attempt)
            throw new InvalidOperationException($"A kiosk has no device for {order.GetType().Name}.");
        // What cannot be compared is a broken invariant, and ends the daemon; a daemon that ends waits for no PIN.
        var thread = new Thread(() => inbox.Post(new LoopInput.Core(attempt.Answer())))
        {
            IsBackground = true, Name = "PIN",
        };
        thread.Start();
    }

    /// <summary>A comparison that is under way ends by itself, and nobody waits for what it says.</summary>
    public void Dispose()
    {
    }
}
