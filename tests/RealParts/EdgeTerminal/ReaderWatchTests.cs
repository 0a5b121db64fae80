using System.Text.Json;
using Tests.Support;

namespace Tests.RealParts.EdgeTerminal;

/// <summary><c>edge-terminal reader watch</c> at an emulated reader.</summary>
[Collection(nameof(Alone))]
public sealed class ReaderWatchTests
{
    private const string Guest = "04E141125B3C80";

    private static readonly Dictionary<string, string> NoEnvironment = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watching_a_reader_prints_what_it_sees()
    {
        using var folder = new TemporaryFolder();
        await using var emulator = await ChildProcess.StartAsync(
            "dotnet", NoEnvironment, Checkout.Emulator, "--pty", folder.In("r"));
        await emulator.Output.First<string>(0, Cancellation);
        await using var watch = await ChildProcess.StartAsync(
            "dotnet", NoEnvironment, Checkout.EdgeTerminal, "reader", "watch", "--device", folder.In("r"));
        await watch.Output.First<string>(0, line => Has(line, "health", "working"), Cancellation);

        await emulator.Write($"put {Guest}");
        var card = await watch.Output.First<string>(0, line => Has(line, "event", "card"), Cancellation);
        await emulator.Write("take");
        await watch.Output.First<string>(0, line => Has(line, "event", "removed"), Cancellation);
        // The next answer is refused: nothing is seen of the card before an abort has helped.
        var seen = watch.Output.Seen.Count;
        await emulator.Write("fault refused-command");
        await emulator.Write($"put {Guest}");
        await watch.Output.First<string>(seen, line => Has(line, "event", "card"), Cancellation);
        watch.Signal("TERM");

        Assert.Equal(0, await watch.End(Cancellation));
        var figures = JsonDocument.Parse(watch.Output.Seen[^1]).RootElement;
        Assert.Equal("figures", Text(figures, "event"));
        // What is refused is one failure; a machine that is late makes more.
        Assert.InRange(figures.GetProperty("chipFailures").GetInt32(), 1, int.MaxValue);
        var rungs = figures.GetProperty("rungs").EnumerateArray().ToList();
        Assert.Equal(["abort", "setUp", "reset", "supply"], rungs.Select(rung => Text(rung, "rung")));
        Assert.All(rungs, rung => Assert.InRange(
            rung.GetProperty("successes").GetInt32(), 0, rung.GetProperty("tries").GetInt32()));
        Assert.InRange(rungs.Sum(rung => rung.GetProperty("successes").GetInt32()), 1, int.MaxValue);
        // It has no lines to pull.
        Assert.All(rungs[2..], rung => Assert.Equal(0, rung.GetProperty("tries").GetInt32()));
        var told = JsonDocument.Parse(card).RootElement;
        Assert.Equal(
            (Guest, "0044", "00"),
            (Text(told, "uid"), Text(told, "atqa"), Text(told, "sak")));
        var put = JsonDocument.Parse(emulator.Output.Seen[1]).RootElement.GetProperty("t").GetInt64();
        Assert.InRange(told.GetProperty("t").GetInt64() - put, 1, Eventually.Deadline.Ticks * 100);
    }

    private static bool Has(string line, string name, string value) =>
        Text(JsonDocument.Parse(line).RootElement, name) == value;

    private static string? Text(JsonElement row, string name) =>
        row.TryGetProperty(name, out var found) ? found.GetString() : null;
}
