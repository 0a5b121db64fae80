using System.Runtime.InteropServices;

namespace CloudBridge.Mqtt.Mosquitto.Native;

/// <summary>Whether libmosquitto is on this machine and of a version that is known to work.</summary>
internal static class MosquittoLibrary
{
    private static readonly Lock Gate = new();
    private static bool ready;

    /// <summary>
    /// Null when the library can be used; else what to install. Asked at each dial, so that an installation needs no
    /// restart.
    /// </summary>
    public static MqttFault.Refused? Check()
    {
        lock (Gate)
        {
            if (ready)
                return null;
            var fault = Load(LibMosquitto.FileName) ?? Start();
            ready = fault is null;
            return fault;
        }
    }

    internal static MqttFault.Refused? Load(string fileName) =>
        NativeLibrary.TryLoad(fileName, typeof(MosquittoLibrary).Assembly, searchPath: null, out _)
            ? null
            : new MqttFault.Refused(
                $"{fileName} is not on this machine. Install it (Debian: apt-get install libmosquitto1), " +
                "or configure another MQTT client.");

    private static MqttFault.Refused? Start()
    {
        LibMosquitto.Version(out var major, out var minor, out var revision);
        if (major != 2)
            return new MqttFault.Refused(
                $"{LibMosquitto.FileName} is version {major}.{minor}.{revision}; this client knows 2.x.");
        // Once a process, and never undone: the library's clean-up also takes OpenSSL away from other users of it.
        return LibMosquitto.Initialise() == LibMosquitto.Success
            ? null
            : new MqttFault.Refused($"{LibMosquitto.FileName} could not be initialised.");
    }
}
