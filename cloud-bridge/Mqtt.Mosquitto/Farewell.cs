using CloudBridge.Mqtt.Mosquitto.Native;
using Microsoft.Win32.SafeHandles;

namespace CloudBridge.Mqtt.Mosquitto;

/// <summary>
/// Keeps a connection open until the broker has read our DISCONNECT. The library closes the socket as soon as it has
/// written that; close(2) with unread bytes sends a reset, and a broker that is sending to us runs into it before it
/// reads on: it takes us for dead and publishes our last will.
/// </summary>
internal sealed unsafe class Farewell : IDisposable
{
    private readonly SafeFileHandle socket;

    /// <param name="socket">The library's; this object has a descriptor of its own for the same connection.</param>
    public Farewell(int socket) => this.socket = SystemCalls.Duplicate(socket);

    /// <summary>Sends the end of our side, and reads until the broker ends its own.</summary>
    public void Wait(TimeSpan longest)
    {
        if (socket.IsInvalid || SystemCalls.Shutdown(socket, SystemCalls.ShutdownWrite) != 0)
            return;
        var start = TimeProvider.System.GetTimestamp();
        var buffer = stackalloc byte[4096];
        while (TimeProvider.System.GetElapsedTime(start) is var elapsed && elapsed < longest)
        {
            var entry = new SystemCalls.PollEntry
            {
                File = (int)socket.DangerousGetHandle(),
                Wanted = SystemCalls.PollIn,
            };
            var ready = SystemCalls.Poll(&entry, 1, (int)Math.Ceiling((longest - elapsed).TotalMilliseconds));
            if (ready > 0 && SystemCalls.Read(socket, buffer, 4096) <= 0)
                return;
        }
    }

    public void Dispose() => socket.Dispose();
}
