using System.Runtime.InteropServices;

namespace CloudBridge.Mqtt.Mosquitto.Native;

/// <summary>
/// The functions of libmosquitto 2.x that this client calls; mosquitto.h describes each. One thread a handle: the
/// library's own locks cover only some of its fields. Numbers are those of mosquitto.h and mqtt_protocol.h.
/// </summary>
internal static unsafe partial class LibMosquitto
{
    public const string FileName = "libmosquitto.so.1";

    public const int OptionProtocolVersion = 1;
    public const int OptionTlsContext = 2;
    public const int OptionTlsContextWithDefaults = 3;
    public const int OptionReceiveMaximum = 4;
    public const int OptionSendMaximum = 5;
    public const int OptionTcpNoDelay = 11;
    public const int ProtocolVersion5 = 5;
    public const int PropertySessionExpiryInterval = 17;
    public const int PropertyServerKeepAlive = 19;
    public const int PropertyReceiveMaximum = 33;
    public const int PropertyMaximumQos = 36;
    public const int PropertyRetainAvailable = 37;
    public const int PropertyMaximumPacketSize = 39;

    public const int Success = 0;
    public const int InvalidInput = 3;
    public const int NotConnected = 4;
    public const int ConnectionLost = 7;
    public const int NotSupported = 10;
    public const int SystemError = 14;

    [LibraryImport(FileName, EntryPoint = "mosquitto_lib_version")]
    public static partial int Version(out int major, out int minor, out int revision);

    [LibraryImport(FileName, EntryPoint = "mosquitto_lib_init")]
    public static partial int Initialise();

    [LibraryImport(FileName, EntryPoint = "mosquitto_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint New(string id, [MarshalAs(UnmanagedType.I1)] bool cleanStart, nint userData);

    [LibraryImport(FileName, EntryPoint = "mosquitto_destroy")]
    public static partial void Destroy(nint client);

    [LibraryImport(FileName, EntryPoint = "mosquitto_int_option")]
    public static partial int SetOption(nint client, int option, int value);

    [LibraryImport(FileName, EntryPoint = "mosquitto_void_option")]
    public static partial int SetPointer(nint client, int option, nint value);

    [LibraryImport(FileName, EntryPoint = "mosquitto_username_pw_set", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetCredentials(nint client, string? userName, string? password);

    [LibraryImport(FileName, EntryPoint = "mosquitto_will_set_v5", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetWill(
        nint client, string topic, int length, byte* payload, int qos, [MarshalAs(UnmanagedType.I1)] bool retain,
        nint properties);

    [LibraryImport(FileName, EntryPoint = "mosquitto_connect_bind_v5", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Connect(
        nint client, string host, int port, int keepAlive, string? bindAddress, nint properties);

    [LibraryImport(
        FileName, EntryPoint = "mosquitto_connect_bind_async", StringMarshalling = StringMarshalling.Utf8,
        SetLastError = true)]
    public static partial int StartConnecting(nint client, string host, int port, int keepAlive, string? bindAddress);

    [LibraryImport(FileName, EntryPoint = "mosquitto_disconnect_v5")]
    public static partial int Disconnect(nint client, int reason, nint properties);

    [LibraryImport(FileName, EntryPoint = "mosquitto_publish_v5", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Publish(
        nint client, out int messageId, string topic, int length, byte* payload, int qos,
        [MarshalAs(UnmanagedType.I1)] bool retain, nint properties);

    [LibraryImport(FileName, EntryPoint = "mosquitto_subscribe_v5", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Subscribe(
        nint client, out int messageId, string filter, int qos, int options, nint properties);

    [LibraryImport(FileName, EntryPoint = "mosquitto_unsubscribe_v5", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Unsubscribe(nint client, out int messageId, string filter, nint properties);

    [LibraryImport(FileName, EntryPoint = "mosquitto_socket")]
    public static partial int Socket(nint client);

    [LibraryImport(FileName, EntryPoint = "mosquitto_want_write")]
    [return: MarshalAs(UnmanagedType.I1)]
    public static partial bool WantsToWrite(nint client);

    [LibraryImport(FileName, EntryPoint = "mosquitto_loop_read")]
    public static partial int Read(nint client, int maximumPackets);

    [LibraryImport(FileName, EntryPoint = "mosquitto_loop_write")]
    public static partial int Write(nint client, int maximumPackets);

    [LibraryImport(FileName, EntryPoint = "mosquitto_loop_misc")]
    public static partial int KeepAlive(nint client);

    /// <summary>A text that belongs to the library: not to be freed.</summary>
    [LibraryImport(FileName, EntryPoint = "mosquitto_strerror")]
    public static partial nint Describe(int error);

    [LibraryImport(FileName, EntryPoint = "mosquitto_property_add_int32")]
    public static partial int AddProperty(ref nint properties, int identifier, uint value);

    [LibraryImport(FileName, EntryPoint = "mosquitto_property_read_int16")]
    public static partial nint ReadProperty(
        nint properties, int identifier, out ushort value, [MarshalAs(UnmanagedType.I1)] bool skipFirst);

    [LibraryImport(FileName, EntryPoint = "mosquitto_property_read_byte")]
    public static partial nint ReadProperty(
        nint properties, int identifier, out byte value, [MarshalAs(UnmanagedType.I1)] bool skipFirst);

    [LibraryImport(FileName, EntryPoint = "mosquitto_property_free_all")]
    public static partial void FreeProperties(ref nint properties);

    [LibraryImport(FileName, EntryPoint = "mosquitto_connect_v5_callback_set")]
    public static partial void OnConnected(
        nint client, delegate* unmanaged[Cdecl]<nint, nint, int, int, nint, void> callback);

    [LibraryImport(FileName, EntryPoint = "mosquitto_disconnect_v5_callback_set")]
    public static partial void OnDisconnected(
        nint client, delegate* unmanaged[Cdecl]<nint, nint, int, nint, void> callback);

    [LibraryImport(FileName, EntryPoint = "mosquitto_publish_v5_callback_set")]
    public static partial void OnPublished(
        nint client, delegate* unmanaged[Cdecl]<nint, nint, int, int, nint, void> callback);

    [LibraryImport(FileName, EntryPoint = "mosquitto_message_v5_callback_set")]
    public static partial void OnMessage(
        nint client, delegate* unmanaged[Cdecl]<nint, nint, NativeMessage*, nint, void> callback);

    [LibraryImport(FileName, EntryPoint = "mosquitto_subscribe_v5_callback_set")]
    public static partial void OnSubscribed(
        nint client, delegate* unmanaged[Cdecl]<nint, nint, int, int, int*, nint, void> callback);

    [LibraryImport(FileName, EntryPoint = "mosquitto_unsubscribe_v5_callback_set")]
    public static partial void OnUnsubscribed(
        nint client, delegate* unmanaged[Cdecl]<nint, nint, int, nint, void> callback);
}
