using System.CommandLine;
using System.Text.Json;
using CloudBridge.Contract;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Pn532;

namespace EdgeTerminal.Host;

/// <summary><c>edge-terminal reader watch</c>: what a reader sees, as JSON lines.</summary>
internal static class ReaderCommand
{
    public static Command Build()
    {
        var reader = new ReaderOptions();
        var watch = new Command(
            "watch",
            "Prints what a reader sees as JSON lines, and at the end what went wrong and which measures helped; " +
            "t is CLOCK_MONOTONIC in nanoseconds.").WithExamples(
            "edge-terminal reader watch --device /dev/ttyAMA0",
            "edge-terminal reader watch --i2c 1 --interrupt 25 --reset 24",
            """{"t":81234567890123,"event":"card","uid":"04E141125B3C80","atqa":"0044","sak":"00"}""");
        reader.AddTo(watch);
        watch.SetAction((parsed, cancellation) => HostCommand.RunAsync(() => WatchAsync(
            reader.Choose(parsed, HostCommand.ReadIfNamed(parsed.GetValue(reader.Config))), cancellation)));
        return new Command("reader", "About card readers.") { watch }.WithExamples(
            "edge-terminal reader watch --device /dev/ttyAMA0");
    }

    private static async Task<int> WatchAsync(ChosenReader chosen, CancellationToken cancellation)
    {
        var output = Console.OpenStandardOutput();
        var figures = await DeviceThread.RunAsync("reader", () => Readers.RunAlone(
            chosen.Settings, chosen.Hardware, TimeProvider.System, seen => Print(output, seen), cancellation));
        PrintLine(output, TimeProvider.System.GetTimestamp(), json => Write(json, figures));
        return ExitCode.Good;
    }

    private static void Write(Utf8JsonWriter json, ReaderStatistics figures)
    {
        json.WriteString("event", "figures");
        json.WriteNumber("chipFailures", figures.ChipFailures);
        json.WriteNumber("linkLosses", figures.LinkLosses);
        json.WriteNumber("lineFailures", figures.LineFailures);
        json.WriteNumber("longestRecoveryMilliseconds", (long)figures.LongestRecovery.TotalMilliseconds);
        json.WriteStartArray("rungs");
        foreach (var rung in figures.Rungs)
        {
            json.WriteStartObject();
            json.WriteString("rung", EnumName.Of(rung.Rung));
            json.WriteNumber("tries", rung.Tries);
            json.WriteNumber("successes", rung.Successes);
            json.WriteNumber("longestMilliseconds", (long)rung.Longest.TotalMilliseconds);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Print(Stream output, ReaderEvent seen) => PrintLine(output, seen.Timestamp, json =>
    {
        switch (seen)
        {
            case ReaderEvent.CardArrived { Card: var card }:
                json.WriteString("event", "card");
                json.WriteString("uid", card.UidHex);
                json.WriteString("atqa", $"{card.Atqa:X4}");
                json.WriteString("sak", $"{card.Sak:X2}");
                break;
            case ReaderEvent.SeveralCards:
                json.WriteString("event", "several");
                break;
            case ReaderEvent.FieldEmptied:
                json.WriteString("event", "removed");
                break;
            case ReaderEvent.HealthChanged health:
                json.WriteString("event", "health");
                json.WriteString("health", EnumName.Of(health.Health));
                json.WriteString("detail", health.Detail);
                break;
        }
    });

    private static void PrintLine(Stream output, long timestamp, Action<Utf8JsonWriter> content)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            // The framework's timestamps are CLOCK_MONOTONIC; their unit is the clock's own.
            json.WriteNumber("t", (long)TimeProvider.System.GetElapsedTime(0, timestamp).TotalNanoseconds);
            content(json);
            json.WriteEndObject();
        }
        line.WriteByte((byte)'\n');
        output.Write(line.GetBuffer().AsSpan(0, (int)line.Length));
        output.Flush();
    }
}
