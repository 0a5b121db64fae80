using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using HardwareDrivers.Linux;

namespace HardwareDrivers.Emulator;

/// <summary>What happened, as a JSON object a line, flushed at once.</summary>
internal sealed class EventLines(TextWriter output)
{
    // A log, not a web page: quotation marks may be read as they are.
    private static readonly JsonWriterOptions Readable =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Ready(string path, string device, int baud) => Write(MonotonicClock.Nanoseconds, "ready", json =>
    {
        json.WriteString("pty", path);
        json.WriteString("device", device);
        json.WriteNumber("baud", baud);
    });

    public void Put(long moment, CardUid uid) => Write(moment, "put", json => json.WriteString("uid", uid.Hex));

    public void Take(long moment, CardUid uid) => Write(moment, "take", json => json.WriteString("uid", uid.Hex));

    public void Swap(long moment, CardUid by) => Write(moment, "swap", json => json.WriteString("uid", by.Hex));

    public void Fault(long moment, string fault, int times) => Write(moment, "fault", json =>
    {
        json.WriteString("fault", fault);
        json.WriteNumber("times", times);
    });

    public void Hang(long moment, string until) => Write(moment, "hang", json => json.WriteString("until", until));

    public void Plain(long moment, string name) => Write(moment, name, _ => { });

    public void Error(string message) =>
        Write(MonotonicClock.Nanoseconds, "error", json => json.WriteString("message", message));

    private void Write(long moment, string name, Action<Utf8JsonWriter> rest)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line, Readable))
        {
            json.WriteStartObject();
            json.WriteNumber("t", moment);
            json.WriteString("event", name);
            rest(json);
            json.WriteEndObject();
        }
        output.WriteLine(Encoding.UTF8.GetString(line.ToArray()));
        output.Flush();
    }
}
