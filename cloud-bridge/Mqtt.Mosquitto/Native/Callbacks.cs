using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CloudBridge.Mqtt.Mosquitto.Native;

/// <summary>
/// The functions that libmosquitto calls. Each finds its <see cref="INativeEvents"/> by the handle that was given as
/// user data, and lets no exception out: one that reached C would end the process.
/// </summary>
internal static unsafe class Callbacks
{
    public static void Install(nint client)
    {
        LibMosquitto.OnConnected(client, &Connected);
        LibMosquitto.OnDisconnected(client, &Disconnected);
        LibMosquitto.OnPublished(client, &Published);
        LibMosquitto.OnMessage(client, &Message);
        LibMosquitto.OnSubscribed(client, &Subscribed);
        LibMosquitto.OnUnsubscribed(client, &Unsubscribed);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Connected(nint client, nint userData, int reason, int flags, nint properties)
    {
        var events = Events(userData);
        try
        {
            var keepAlive = Property(properties, LibMosquitto.PropertyServerKeepAlive);
            var offer = new BrokerOffer(
                SessionPresent: (flags & 1) != 0,
                keepAlive is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                Property(properties, LibMosquitto.PropertyReceiveMaximum),
                ByteProperty(properties, LibMosquitto.PropertyMaximumQos) ?? 2,
                ByteProperty(properties, LibMosquitto.PropertyRetainAvailable) != 0);
            events.OnConnected(reason, offer);
        }
        catch (Exception error)
        {
            events.OnBroken(error);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Disconnected(nint client, nint userData, int reason, nint properties)
    {
        var events = Events(userData);
        try
        {
            events.OnDisconnected(reason);
        }
        catch (Exception error)
        {
            events.OnBroken(error);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Published(nint client, nint userData, int messageId, int reason, nint properties) =>
        Answered(userData, messageId, reason);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Subscribed(
        nint client, nint userData, int messageId, int count, int* reasons, nint properties) =>
        Answered(userData, messageId, count > 0 ? reasons[0] : 0);

    // Version 2.0 of the library hands over no reason code here, so an UNSUBACK counts as granted.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Unsubscribed(nint client, nint userData, int messageId, nint properties) =>
        Answered(userData, messageId, 0);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Message(nint client, nint userData, NativeMessage* message, nint properties)
    {
        var events = Events(userData);
        try
        {
            var topic = Marshal.PtrToStringUTF8((nint)message->Topic) ?? "";
            var payload = new ReadOnlySpan<byte>(message->Payload, message->PayloadLength).ToArray();
            events.OnReceived(new MqttMessage(topic, payload, message->Retain != 0));
        }
        catch (Exception error)
        {
            events.OnBroken(error);
        }
    }

    private static void Answered(nint userData, int messageId, int reason)
    {
        var events = Events(userData);
        try
        {
            events.OnAnswered(messageId, reason);
        }
        catch (Exception error)
        {
            events.OnBroken(error);
        }
    }

    private static int? Property(nint properties, int identifier) =>
        LibMosquitto.ReadProperty(properties, identifier, out ushort value, skipFirst: false) == 0 ? null : value;

    private static byte? ByteProperty(nint properties, int identifier) =>
        LibMosquitto.ReadProperty(properties, identifier, out byte value, skipFirst: false) == 0 ? null : value;

    private static INativeEvents Events(nint userData) => (INativeEvents)GCHandle.FromIntPtr(userData).Target!;
}
