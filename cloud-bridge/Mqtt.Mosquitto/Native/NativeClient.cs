using System.Net;
using System.Runtime.InteropServices;

namespace CloudBridge.Mqtt.Mosquitto.Native;

/// <summary>
/// One <c>struct mosquitto</c>: made, used and disposed of on one thread. Every number that comes back is one of the
/// library's error codes, <see cref="LibMosquitto.Success"/> among them. Once connected, calls send at once what the
/// socket takes.
/// </summary>
internal sealed unsafe class NativeClient : IDisposable
{
    private const int AtLeastOnce = 1;

    private readonly MqttOptions options;
    private readonly TlsContext? tls;
    private GCHandle events;
    private nint client;

    /// <param name="options">Already checked.</param>
    /// <param name="tls">Disposed of by its maker, after this.</param>
    /// <param name="events">Told of what happens.</param>
    public NativeClient(MqttOptions options, TlsContext? tls, INativeEvents events)
    {
        (this.options, this.tls) = (options, tls);
        this.events = GCHandle.Alloc(events);
        var cleanStart = options.SessionExpiry == TimeSpan.Zero;
        client = LibMosquitto.New(options.ClientId, cleanStart, GCHandle.ToIntPtr(this.events));
        if (client == 0)
        {
            this.events.Free();
            throw new InsufficientMemoryException("libmosquitto could not make a client.");
        }
        Callbacks.Install(client);
    }

    /// <summary>The descriptor; negative when the connection is gone.</summary>
    public int Socket => LibMosquitto.Socket(client);

    public bool WantsToWrite => LibMosquitto.WantsToWrite(client);

    public static string Describe(int result) =>
        Marshal.PtrToStringUTF8(LibMosquitto.Describe(result)) ?? $"error {result}";

    /// <summary>Begins to connect, and sends CONNECT as soon as the socket takes it. Does not wait.</summary>
    /// <param name="address">Not a name: the library would look it up, and wait.</param>
    public int StartConnecting(IPAddress address)
    {
        var result = Configure();
        if (result == LibMosquitto.Success)
            result = KeepConnectProperties(address.ToString());
        return result == LibMosquitto.Success
            ? LibMosquitto.StartConnecting(client, address.ToString(), options.Port, KeepAliveSeconds, null)
            : result;
    }

    public int Publish(MqttMessage message, out int messageId)
    {
        fixed (byte* payload = message.Payload.Span)
            return LibMosquitto.Publish(
                client, out messageId, message.Topic, message.Payload.Length, payload, AtLeastOnce, message.Retained,
                properties: 0);
    }

    public int Subscribe(string filter, out int messageId) =>
        LibMosquitto.Subscribe(client, out messageId, filter, AtLeastOnce, 0, 0);

    public int Unsubscribe(string filter, out int messageId) =>
        LibMosquitto.Unsubscribe(client, out messageId, filter, 0);

    public int Disconnect() => LibMosquitto.Disconnect(client, 0, 0);

    /// <summary>Reads at least one packet, and as many more as we have publications under way.</summary>
    public int Read() => LibMosquitto.Read(client, 1);

    public int Write() => LibMosquitto.Write(client, 1);

    /// <summary>Sends a PINGREQ when one is due; closes the connection when the last has no answer.</summary>
    public int KeepAlive() => LibMosquitto.KeepAlive(client);

    public void Dispose()
    {
        if (client == 0)
            return;
        LibMosquitto.Destroy(client);
        client = 0;
        events.Free();
    }

    private int KeepAliveSeconds => (int)options.KeepAlive.TotalSeconds;

    private int Configure()
    {
        Span<(int Option, int Value)> settings =
        [
            (LibMosquitto.OptionProtocolVersion, LibMosquitto.ProtocolVersion5),
            (LibMosquitto.OptionReceiveMaximum, options.InboxCapacity),
            (LibMosquitto.OptionSendMaximum, ushort.MaxValue),
            (LibMosquitto.OptionTcpNoDelay, 1),
        ];
        foreach (var (option, value) in settings)
            if (LibMosquitto.SetOption(client, option, value) is var failed and not LibMosquitto.Success)
                return failed;
        if (Secure() is var unsecured and not LibMosquitto.Success)
            return unsecured;

        var result = LibMosquitto.Success;
        if (options.UserName is not null || options.Password is not null)
            result = LibMosquitto.SetCredentials(client, options.UserName, options.Password);
        if (result == LibMosquitto.Success && options.LastWill is { } will)
            fixed (byte* payload = will.Payload.Span)
                result = LibMosquitto.SetWill(
                    client, will.Topic, will.Payload.Length, payload, AtLeastOnce, will.Retained, 0);
        return result;
    }

    private int Secure()
    {
        if (tls is null)
            return LibMosquitto.Success;
        var result = LibMosquitto.SetPointer(client, LibMosquitto.OptionTlsContext, tls.Handle);
        return result == LibMosquitto.Success
            ? LibMosquitto.SetOption(client, LibMosquitto.OptionTlsContextWithDefaults, 0)
            : result;
    }

    /// <summary>
    /// The one call that connects without waiting takes no CONNECT properties, and without them there is no session and
    /// no limit. It sends those that the client kept from its last mosquitto_connect_bind_v5, and that call keeps them
    /// before it looks at the port: so a port that no version accepts stores them, and opens nothing (lib/connect.c,
    /// read in 2.0.0 to 2.0.20 and in 2.1; the contract tests see session and limit).
    /// </summary>
    private int KeepConnectProperties(string host)
    {
        nint properties = 0;
        try
        {
            var seconds = (uint)options.SessionExpiry.TotalSeconds;
            var result = LibMosquitto.AddProperty(
                ref properties, LibMosquitto.PropertySessionExpiryInterval, seconds);
            if (result == LibMosquitto.Success)
                result = LibMosquitto.AddProperty(
                    ref properties, LibMosquitto.PropertyMaximumPacketSize, MqttOptions.LargestPacket);
            if (result != LibMosquitto.Success)
                return result;
            result = LibMosquitto.Connect(client, host, port: -1, KeepAliveSeconds, null, properties);
            return result == LibMosquitto.InvalidInput ? LibMosquitto.Success : LibMosquitto.NotSupported;
        }
        finally
        {
            LibMosquitto.FreeProperties(ref properties);
        }
    }
}
