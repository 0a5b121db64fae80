using System.Runtime.InteropServices;

namespace CloudBridge.Mqtt.Mosquitto.Native;

/// <summary><c>struct mosquitto_message</c> of mosquitto.h. All of it belongs to the library.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeMessage
{
    public int MessageId;
    public byte* Topic;
    public byte* Payload;
    public int PayloadLength;
    public int Qos;
    public byte Retain;
}
