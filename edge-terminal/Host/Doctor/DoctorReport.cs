using System.Text.Encodings.Web;
using System.Text.Json;

namespace EdgeTerminal.Host;

/// <summary>What the doctor found, as it is told: a line each, or JSON.</summary>
internal static class DoctorReport
{
    private const int Column = 16;

    private static readonly JsonWriterOptions Readable = new()
    {
        Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>For people.</summary>
    public static void Write(IEnumerable<Finding> findings, TextWriter output)
    {
        foreach (var finding in findings)
        {
            output.WriteLine($"{(finding.IsProblem ? '!' : ' ')} {finding.Subject,-Column} {finding.Found}");
            if (finding.Remedy is { } remedy)
                output.WriteLine($"  {"",-Column} do: {remedy}");
        }
    }

    /// <summary>For programs: <c>[{"subject":…,"found":…,"do":…}]</c>; <c>do</c> stands with problems only.</summary>
    public static string Json(IEnumerable<Finding> findings)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, Readable))
        {
            json.WriteStartArray();
            foreach (var finding in findings)
            {
                json.WriteStartObject();
                json.WriteString("subject", finding.Subject);
                json.WriteString("found", finding.Found);
                if (finding.Remedy is { } remedy)
                    json.WriteString("do", remedy);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        return System.Text.Encoding.UTF8.GetString(text.ToArray());
    }
}
