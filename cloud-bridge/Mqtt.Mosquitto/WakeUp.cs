using CloudBridge.Mqtt.Mosquitto.Native;
using Microsoft.Win32.SafeHandles;

namespace CloudBridge.Mqtt.Mosquitto;

/// <summary>Ends another thread's poll(2): an eventfd, written at most once until that thread has seen it.</summary>
internal sealed unsafe class WakeUp : IDisposable
{
    private readonly SafeFileHandle file = SystemCalls.OpenEvent();
    private int sent;

    public WakeUp()
    {
        if (file.IsInvalid)
            throw new IOException("No eventfd: this process has too many files open.");
    }

    /// <summary>To wait on; owned by this object.</summary>
    public int File => (int)file.DangerousGetHandle();

    /// <summary>From any thread. Does nothing once disposed of: nobody waits then.</summary>
    public void Signal()
    {
        if (Interlocked.Exchange(ref sent, 1) != 0)
            return;
        try
        {
            ulong one = 1;
            SystemCalls.Write(file, &one, sizeof(ulong));
        }
        catch (ObjectDisposedException)
        {
        }
    }

    /// <summary>
    /// On the waiting thread, before it looks at what it was woken for: what comes later signals again.
    /// </summary>
    public void Reset()
    {
        ulong count;
        SystemCalls.Read(file, &count, sizeof(ulong));
        Interlocked.Exchange(ref sent, 0);
    }

    public void Dispose() => file.Dispose();
}
