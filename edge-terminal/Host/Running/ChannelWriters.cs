using System.Threading.Channels;

namespace EdgeTerminal.Host;

/// <summary>Writing into a channel that may be closed meanwhile.</summary>
internal static class ChannelWriters
{
    /// <summary>Waits for room. Once the channel is closed nobody listens any more, and nothing is written.</summary>
    public static async ValueTask PostAsync<T>(this ChannelWriter<T> writer, T item)
    {
        while (!writer.TryWrite(item))
            if (!await writer.WaitToWriteAsync())
                return;
    }
}
