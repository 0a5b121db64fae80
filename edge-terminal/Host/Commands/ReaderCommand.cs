using System.CommandLine;
using System.Text.Json;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Linux;
using HardwareDrivers.Pn532;

namespace EdgeTerminal.Host;

/// <summary><c>edge-terminal reader watch</c>: what a reader sees, as JSON lines.</summary>
internal static class ReaderCommand
{
    public static Command Build()
    {
        var device = new Option<string>("--device")
        {
            Description = "The reader's serial line.", HelpName = "PATH", Required = true,
        };
        var baud = new Option<int>("--baud")
        {
            Description = "The rate that the chip is switched to.",
            HelpName = "N",
            DefaultValueFactory = _ => SetSerialBaudRate.PowerOn,
        };
        baud.Validators.Add(given =>
        {
            if (!SetSerialBaudRate.Rates.Contains(given.GetValueOrDefault<int>()))
                given.AddError($"--baud: expected one of {string.Join(", ", SetSerialBaudRate.Rates)}");
        });
        var watch = new Command(
            "watch", "Prints what a reader sees as JSON lines; t is CLOCK_MONOTONIC in nanoseconds.")
        {
            device, baud,
        }.WithExamples(
            "edge-terminal reader watch --device /dev/ttyAMA0",
            """{"t":81234567890123,"event":"card","uid":"04E141125B3C80","atqa":"0044","sak":"00"}""");
        watch.SetAction((parsed, cancellation) => HostCommand.RunAsync(() =>
            WatchAsync(parsed.GetValue(device)!, parsed.GetValue(baud), cancellation)));
        return new Command("reader", "About card readers.") { watch }.WithExamples(
            "edge-terminal reader watch --device /dev/ttyAMA0");
    }

    private static async Task<int> WatchAsync(string device, int baud, CancellationToken cancellation)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var output = Console.OpenStandardOutput();
        var reader = new Pn532Reader(() => SerialLink.Open(device, baud), new Pn532Settings(), TimeProvider.System);
        var thread = new Thread(() =>
        {
            try
            {
                reader.Run(seen => Print(output, seen), cancellation);
                ended.SetResult();
            }
            catch (Exception error)
            {
                ended.SetException(error);
            }
        });
        thread.Start();
        await ended.Task;
        return ExitCode.Good;
    }

    private static void Print(Stream output, ReaderEvent seen)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            // The framework's timestamps are CLOCK_MONOTONIC; their unit is the clock's own.
            json.WriteNumber("t", (long)TimeProvider.System.GetElapsedTime(0, seen.Timestamp).TotalNanoseconds);
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
                    json.WriteString("health", JsonNamingPolicy.CamelCase.ConvertName(health.Health.ToString()));
                    json.WriteString("detail", health.Detail);
                    break;
            }
            json.WriteEndObject();
        }
        line.WriteByte((byte)'\n');
        output.Write(line.GetBuffer().AsSpan(0, (int)line.Length));
        output.Flush();
    }
}
