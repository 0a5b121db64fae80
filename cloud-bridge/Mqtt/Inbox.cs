using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace CloudBridge.Mqtt;

/// <summary>
/// Received messages on their way from the network to their reader. It refuses none, because a library has acknowledged
/// a message, or will, once it handed it over; it says when to stop reading from the socket, and calls when there is
/// room again. Shared by the clients. (The broker alone cannot be trusted with this: mosquitto 2.0.11 sends more than
/// our Receive Maximum.)
/// </summary>
/// <param name="capacity">So many may wait.</param>
/// <param name="roomAgain">Called on the reader's thread; must not block.</param>
internal sealed class Inbox(int capacity, Action roomAgain) : ChannelReader<MqttMessage>
{
    /// <summary>
    /// So much payload may wait. A count alone bounds nothing: whoever may publish to us could fill 256 places with the
    /// largest packets, half a gigabyte.
    /// </summary>
    public const long MostBytes = 4L * MqttOptions.LargestPacket;

    private readonly Channel<MqttMessage> messages =
        Channel.CreateUnbounded<MqttMessage>(new UnboundedChannelOptions { SingleWriter = true });
    private int announced;
    private int full;
    private long bytes;

    public override Task Completion => messages.Reader.Completion;

    public override bool CanCount => true;

    public override int Count => messages.Reader.Count;

    public override bool CanPeek => messages.Reader.CanPeek;

    /// <summary>Twice the capacity waits: nothing more may be read, whatever becomes of the connection.</summary>
    public bool IsOverfull => Taken >= 2 * (long)capacity || Volatile.Read(ref bytes) >= 2 * MostBytes;

    private int Taken => Volatile.Read(ref announced) + Count;

    private bool IsHalfFree => Taken <= capacity / 2 && Volatile.Read(ref bytes) <= MostBytes / 2;

    /// <summary>
    /// Asked by whoever reads from the socket. Once true, it stays so until half of the capacity is free, so that the
    /// two sides do not wake each other for every message.
    /// </summary>
    public bool IsFull()
    {
        if (Volatile.Read(ref full) == 0 && Taken < capacity && Volatile.Read(ref bytes) < MostBytes)
            return false;
        // In this order: a reader that takes the last message between the two lines is not missed.
        Interlocked.Exchange(ref full, 1);
        if (!IsHalfFree)
            return true;
        Interlocked.Exchange(ref full, 0);
        return false;
    }

    /// <summary>The first byte of a message was read; <see cref="Put"/> comes later, its room is taken now.</summary>
    public void Announce() => Interlocked.Increment(ref announced);

    /// <summary>One message, in the order of the wire.</summary>
    public void Put(MqttMessage message)
    {
        Interlocked.Add(ref bytes, message.Payload.Length);
        messages.Writer.TryWrite(message);
        if (Volatile.Read(ref announced) > 0)
            Interlocked.Decrement(ref announced);
    }

    /// <summary>Nothing follows; what is in here can still be read.</summary>
    public void Complete() => messages.Writer.TryComplete();

    public override bool TryPeek([MaybeNullWhen(false)] out MqttMessage item) => messages.Reader.TryPeek(out item);

    public override bool TryRead([MaybeNullWhen(false)] out MqttMessage item)
    {
        if (!messages.Reader.TryRead(out item))
            return false;
        Interlocked.Add(ref bytes, -item.Payload.Length);
        if (Volatile.Read(ref full) != 0 && IsHalfFree && Interlocked.Exchange(ref full, 0) != 0)
            roomAgain();
        return true;
    }

    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) =>
        messages.Reader.WaitToReadAsync(cancellationToken);
}
