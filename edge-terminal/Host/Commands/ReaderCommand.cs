using System.CommandLine;
using System.Text.Json;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Pn532;

namespace EdgeTerminal.Host;

/// <summary><c>edge-terminal reader watch</c>: what a reader sees, as JSON lines.</summary>
internal static class ReaderCommand
{
    public static Command Build()
    {
        var device = new Option<string>("--device")
        {
            Description = "The reader's serial line.", HelpName = "PATH",
        };
        var i2c = new Option<int?>("--i2c") { Description = "The reader's I2C bus.", HelpName = "BUS" };
        var spi = new Option<string>("--spi")
        {
            Description = "The reader's SPI bus and select.", HelpName = "BUS.SELECT",
        };
        spi.Validators.Add(given =>
        {
            if (ParseSpi(given.GetValueOrDefault<string>()) is null)
                given.AddError("--spi: expected bus and select, such as 0.0");
        });
        var interrupt = Line("--interrupt", "The line at P70_IRQ, on I2C and SPI.");
        var reset = Line("--reset", "The line at RSTPD_N, driven low only.");
        var supply = Line("--supply", "The line that takes the reader's supply away while it is high.");
        var chip = new Option<int>("--chip") { Description = "The GPIO chip of the lines.", HelpName = "N" };
        var adapter = new Option<string>("--adapter")
        {
            Description = "What lines and buses go over.",
            HelpName = "NAME",
            DefaultValueFactory = _ => Boards.Default,
        };
        adapter.AcceptOnlyFromAmong([.. Boards.All.Select(board => board.Name)]);
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
            "watch",
            "Prints what a reader sees as JSON lines, and at the end what went wrong and which measures helped; " +
            "t is CLOCK_MONOTONIC in nanoseconds.")
        {
            device, baud, i2c, spi, interrupt, reset, supply, chip, adapter,
        }.WithExamples(
            "edge-terminal reader watch --device /dev/ttyAMA0",
            "edge-terminal reader watch --i2c 1 --interrupt 25 --reset 24",
            """{"t":81234567890123,"event":"card","uid":"04E141125B3C80","atqa":"0044","sak":"00"}""");
        watch.Validators.Add(given =>
        {
            if (new Option[] { device, i2c, spi }.Count(option => given.GetResult(option) is not null) != 1)
                given.AddError("expected one of --device, --i2c and --spi");
        });
        watch.SetAction((parsed, cancellation) => HostCommand.RunAsync(() => WatchAsync(
            Settings(parsed.GetValue(device), parsed.GetValue(i2c), parsed.GetValue(spi)) with
            {
                Baud = parsed.GetValue(baud),
                InterruptLine = parsed.GetValue(interrupt),
                ResetLine = parsed.GetValue(reset),
                SupplyLine = parsed.GetValue(supply),
            },
            new HardwareSettings(parsed.GetValue(adapter)!, parsed.GetValue(chip)),
            cancellation)));
        return new Command("reader", "About card readers.") { watch }.WithExamples(
            "edge-terminal reader watch --device /dev/ttyAMA0");
    }

    private static Option<int?> Line(string name, string description) =>
        new(name) { Description = description, HelpName = "LINE" };

    private static ReaderSettings Settings(string? device, int? i2c, string? spi) =>
        i2c is { } bus ? new("", SetSerialBaudRate.PowerOn) { Link = ReaderBus.I2c, I2cBus = bus }
        : ParseSpi(spi) is var (number, select) ?
            new("", SetSerialBaudRate.PowerOn) { Link = ReaderBus.Spi, SpiBus = number, SpiSelect = select }
        : new(device!, SetSerialBaudRate.PowerOn);

    private static (int Bus, int Select)? ParseSpi(string? text) =>
        text?.Split('.') is [var bus, var select] &&
        byte.TryParse(bus, out var number) && byte.TryParse(select, out var line)
            ? (number, line)
            : null;

    private static async Task<int> WatchAsync(
        ReaderSettings settings, HardwareSettings hardware, CancellationToken cancellation)
    {
        var ended = new TaskCompletionSource<ReaderStatistics>(TaskCreationOptions.RunContinuationsAsynchronously);
        var output = Console.OpenStandardOutput();
        var thread = new Thread(() =>
        {
            try
            {
                ended.SetResult(Readers.RunAlone(
                    settings, hardware, TimeProvider.System, seen => Print(output, seen), cancellation));
            }
            catch (Exception error)
            {
                ended.SetException(error);
            }
        });
        thread.Start();
        var figures = await ended.Task;
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
            json.WriteString("rung", JsonNamingPolicy.CamelCase.ConvertName(rung.Rung.ToString()));
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
                json.WriteString("health", JsonNamingPolicy.CamelCase.ConvertName(health.Health.ToString()));
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
