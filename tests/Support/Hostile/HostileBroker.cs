using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using CloudBridge.Mqtt;

namespace Tests.Support;

/// <summary>
/// A broker whose operator has turned. It holds what the real one would hold, lets everybody in, and does with each
/// message what it is told. What it has not is anybody's key.
/// </summary>
public sealed class HostileBroker : IAsyncDisposable
{
    /// <summary>PUBLISH packets that a client may have without an answer.</summary>
    private const int MostUnderWay = 16;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly ConcurrentDictionary<string, MqttMessage> kept = new();
    private readonly ConcurrentDictionary<Guest, bool> guests = new();
    private readonly Task serving;

    public HostileBroker()
    {
        listener.Start();
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Every message that somebody has published, in order; each was answered as taken.</summary>
    public EventLog<MqttMessage> Taken { get; } = new();

    /// <summary>What becomes of a message: nothing, itself, others; honest at first.</summary>
    public Func<MqttMessage, IEnumerable<MqttMessage>> Treat { get; set; } = Honest;

    /// <summary>Each message goes to whom it is meant for.</summary>
    public static IEnumerable<MqttMessage> Honest(MqttMessage message) => [message];

    /// <summary>Nobody gets anything.</summary>
    public static IEnumerable<MqttMessage> Withhold(MqttMessage message) => [];

    /// <summary>Says something of its own, or something again.</summary>
    public void Say(MqttMessage message)
    {
        if (message.Retained && message.Payload.IsEmpty)
            kept.TryRemove(message.Topic, out _);
        else if (message.Retained)
            kept[message.Topic] = message;
        foreach (var guest in guests.Keys)
            guest.Offer(message with { Retained = false });
    }

    /// <summary>Ends all connections; who was here comes again.</summary>
    public void ThrowAllOut()
    {
        foreach (var guest in guests.Keys)
            guest.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        ThrowAllOut();
        await serving;
        listener.Dispose();
        ending.Dispose();
    }

    private async Task ServeAsync()
    {
        var visits = new List<Task>();
        try
        {
            while (true)
                visits.Add(WelcomeAsync(await listener.AcceptSocketAsync(ending.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(visits);
        }
    }

    private async Task WelcomeAsync(Socket socket)
    {
        using var guest = new Guest(socket);
        guests[guest] = true;
        try
        {
            await Task.WhenAll(guest.WriteAsync(ending.Token), ListenAsync(guest));
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // It has gone, or was thrown out.
        }
        guests.TryRemove(guest, out _);
    }

    private async Task ListenAsync(Guest guest)
    {
        try
        {
            while (await MqttPacket.ReadAsync(guest.Stream, ending.Token) is { Kind: not MqttPacket.Disconnect } packet)
                Take(guest, packet);
        }
        finally
        {
            guest.Dispose();
        }
    }

    private void Take(Guest guest, MqttPacket packet)
    {
        switch (packet.Kind)
        {
            case MqttPacket.Connect:
                guest.Send([0x20, 3, 0, 0, 0]);
                break;
            case MqttPacket.Pingreq:
                guest.Send([0xD0, 0]);
                break;
            case MqttPacket.Puback:
                guest.Answered();
                break;
            case MqttPacket.Unsubscribe:
                guest.Leave(packet.Filters());
                guest.Send(packet.Accepted());
                break;
            case MqttPacket.Subscribe:
                guest.Join(packet.Filters());
                guest.Send(packet.Accepted());
                foreach (var message in kept.Values)
                    if (packet.Filters().Any(filter => Guest.Matches(filter, message.Topic)))
                        guest.Offer(message);
                break;
            case MqttPacket.Publish:
                var identifier = packet.IdentifierOfMessage();
                guest.Send([0x40, 2, (byte)(identifier >> 8), (byte)identifier]);
                var published = packet.Message();
                Taken.Add(published);
                foreach (var message in Treat(published))
                    Say(message);
                break;
        }
    }

    /// <summary>One connection.</summary>
    private sealed class Guest(Socket socket) : IDisposable
    {
        private readonly ConcurrentDictionary<string, bool> filters = new();
        private readonly Channel<byte[]> answers = Channel.CreateUnbounded<byte[]>();
        private readonly Channel<MqttMessage> messages = Channel.CreateUnbounded<MqttMessage>();
        private readonly SemaphoreSlim room = new(MostUnderWay);
        private readonly SemaphoreSlim writing = new(1);
        private ushort lastIdentifier;

        public NetworkStream Stream { get; } = new(socket, ownsSocket: true);

        public static bool Matches(string filter, string topic)
        {
            var (wanted, there) = (filter.Split('/'), topic.Split('/'));
            return wanted[^1] == "#"
                ? there.Length >= wanted.Length - 1 && wanted[..^1].Zip(there).All(Fits)
                : there.Length == wanted.Length && wanted.Zip(there).All(Fits);
        }

        public void Join(IEnumerable<string> wanted) => wanted.ToList().ForEach(filter => filters[filter] = true);

        public void Leave(IEnumerable<string> wanted) =>
            wanted.ToList().ForEach(filter => filters.TryRemove(filter, out _));

        public void Send(byte[] answer) => answers.Writer.TryWrite(answer);

        /// <summary>For who has subscribed to its topic.</summary>
        public void Offer(MqttMessage message)
        {
            if (filters.Keys.Any(filter => Matches(filter, message.Topic)))
                messages.Writer.TryWrite(message);
        }

        public void Answered() => room.Release();

        public Task WriteAsync(CancellationToken cancellation) =>
            Task.WhenAll(WriteAnswersAsync(cancellation), WriteMessagesAsync(cancellation));

        public void Dispose()
        {
            answers.Writer.TryComplete();
            messages.Writer.TryComplete();
            Stream.Dispose();
            // A writer that waits for room finds the stream closed.
            room.Release();
        }

        private async Task WriteAnswersAsync(CancellationToken cancellation)
        {
            await foreach (var answer in answers.Reader.ReadAllAsync(cancellation))
                await WriteAsync(answer, cancellation);
        }

        private async Task WriteMessagesAsync(CancellationToken cancellation)
        {
            await foreach (var message in messages.Reader.ReadAllAsync(cancellation))
            {
                await room.WaitAsync(cancellation);
                lastIdentifier = (ushort)(lastIdentifier % ushort.MaxValue + 1);
                await WriteAsync(MqttPacket.Of(message, lastIdentifier), cancellation);
            }
        }

        private async Task WriteAsync(byte[] bytes, CancellationToken cancellation)
        {
            await writing.WaitAsync(cancellation);
            try
            {
                await Stream.WriteAsync(bytes, cancellation);
            }
            finally
            {
                writing.Release();
            }
        }

        private static bool Fits((string Wanted, string There) level) =>
            level.Wanted == "+" || level.Wanted == level.There;
    }
}
