using System.Threading.Channels;
using CloudBridge.Relay;
using Microsoft.Extensions.Logging;

namespace EdgeTerminal.Host;

/// <summary>
/// The loop's bounded inbox. When it is full, taps and keys are dropped (a guest who sees nothing happen tries again).
/// What is said only once waits for room: news from the relay, faults, what the display shows, the order to stop.
/// What was heard of other terminals waits apart.
/// </summary>
internal sealed partial class LoopInbox(TimeProvider time, ILogger logger)
{
    private const int Capacity = 256;

    private readonly Channel<LoopInput> channel = Channel.CreateBounded<LoopInput>(
        new BoundedChannelOptions(Capacity) { SingleReader = true });

    private volatile bool isWaiting;

    /// <summary>The loop waits for something to come; tests ask.</summary>
    public bool IsIdle => isWaiting && channel.Reader.Count == 0 && !Heard.IsAnyWaiting;

    /// <summary>What was heard of other terminals.</summary>
    public HeardInbox Heard { get; } = new();

    /// <summary>Posts what may be dropped when there is no room.</summary>
    public bool Offer(LoopInput input)
    {
        if (channel.Writer.TryWrite(input))
            return true;
        LogDropped(logger, input.GetType().Name);
        return false;
    }

    /// <summary>Posts what may not. Nobody listens any more once the loop has ended.</summary>
    public ValueTask PostAsync(LoopInput input) => input is LoopInput.News { Told: RelayNews.PeersHeard heard }
        ? Heard.PostAsync(heard)
        : channel.Writer.PostAsync(input);

    /// <summary>The loop's next input, if there is one; what was heard of others is not among them.</summary>
    public LoopInput? Take() => channel.Reader.TryRead(out var input) ? input : null;

    /// <summary>Waits for something to come.</summary>
    /// <param name="milliseconds">At most; null: as long as it takes.</param>
    public async Task WaitAsync(long? milliseconds)
    {
        using var alarm = milliseconds is { } left
            ? new CancellationTokenSource(TimeSpan.FromMilliseconds(left), time)
            : new CancellationTokenSource();
        isWaiting = true;
        // Ends when it is time, too; then neither waits any longer.
        await Task.WhenAny(channel.Reader.WaitToReadAsync(alarm.Token).AsTask(), Heard.WaitAsync(alarm.Token));
        await alarm.CancelAsync();
        isWaiting = false;
    }

    /// <summary>Nothing is taken any more.</summary>
    public void Close()
    {
        channel.Writer.TryComplete();
        Heard.Close();
    }

    [LoggerMessage(LogLevel.Warning, "The inbox is full; dropped: {What}.")]
    private static partial void LogDropped(ILogger logger, string what);
}
