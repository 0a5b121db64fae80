using System.Threading.Channels;
using CloudBridge.Relay;
using EdgeTerminal.Core;

namespace EdgeTerminal.Host;

/// <summary>
/// What was heard of other terminals waits apart from everything else. It is taken when nothing else is there, a small
/// piece at a time: a backlog of thousands of lines keeps no guest waiting, and takes no guest's place in the inbox.
/// For one reader.
/// </summary>
internal sealed class HeardInbox
{
    /// <summary>So many lines at a time. Whoever comes meanwhile waits for them, a tenth of a millisecond.</summary>
    public const int LinesAtOnce = 4;

    /// <summary>So many messages wait; then the relay does.</summary>
    private const int Capacity = 4;

    private readonly Channel<RelayNews.PeersHeard> channel = Channel.CreateBounded<RelayNews.PeersHeard>(
        new BoundedChannelOptions(Capacity) { SingleReader = true });

    private RelayNews.PeersHeard? rest;

    /// <summary>Something was heard and not taken yet.</summary>
    public bool IsAnyWaiting => rest is not null || channel.Reader.Count > 0;

    /// <summary>Waits for room. Nobody listens any more once the loop has ended.</summary>
    public ValueTask PostAsync(RelayNews.PeersHeard heard) => channel.Writer.PostAsync(heard);

    /// <summary>The next lines; null: there are none. While others wait behind them, something is missing.</summary>
    public Input.PeersHeard? Take()
    {
        if (rest is null && !channel.Reader.TryRead(out rest))
            return null;
        var heard = rest;
        var now = heard.Records[..Math.Min(LinesAtOnce, heard.Records.Length)];
        rest = now.Length < heard.Records.Length ? heard with { Records = heard.Records[now.Length..] } : null;
        return new Input.PeersHeard(now, heard.SomeMissing || IsAnyWaiting);
    }

    /// <summary>Waits for something to come.</summary>
    public Task WaitAsync(CancellationToken cancellation) => channel.Reader.WaitToReadAsync(cancellation).AsTask();

    /// <summary>Nothing is taken any more.</summary>
    public void Close() => channel.Writer.TryComplete();
}
