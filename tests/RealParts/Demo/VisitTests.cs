using Tests.Support;

namespace Tests.RealParts.Demo;

/// <summary>A person at `./demo --keep`, through a pipe.</summary>
public sealed class VisitTests : IDisposable
{
    private const string Story =
        """
        site      le-verger
        terminal  bar-1
        article   beer   1    350    2000  Beer
        card      anna    04E141125B3C80  uid    ok       TLF 1000
        stranger  emil    04778899AABBCC
        """;

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Cards_are_presented_by_name_with_and_without_network_and_power()
    {
        await using var demo = await StartAsync();
        await demo.Write("keys 1");
        await TellsAsync(demo, "display: To pay | 3.50 €");
        await demo.Write("anna");
        await TellsAsync(demo, "buzzer: approved");

        await demo.Write("network off");
        await TellsAsync(demo, "The network is off.");
        await demo.Write("network off");
        await TellsAsync(demo, "The network is off already.");
        await demo.Write("kill");
        await TellsAsync(demo, "The terminal has no power any more");
        await demo.Write("anna");
        await TellsAsync(demo, "The terminal has no power: start.");
        await demo.Write("start");
        await demo.Write("network on");
        await TellsAsync(demo, "The network is on.");
        await demo.Write("keys 1");
        await demo.Write("tap emil");
        await TellsAsync(demo, "buzzer: refused");
        await demo.Write("journal");
        await TellsAsync(demo, "\"reason\":101");
        // The network is back: the ledger hears of the sale before long.
        var asked = TimeProvider.System.GetTimestamp();
        string told;
        do
        {
            var seen = demo.Output.Seen.Count;
            await demo.Write("balances");
            told = await demo.Output.First<string>(
                seen, line => line.StartsWith("  anna", StringComparison.Ordinal), Cancellation);
        }
        while (!told.EndsWith("6.50", StringComparison.Ordinal) &&
            TimeProvider.System.GetElapsedTime(asked) < Eventually.Deadline);
        Assert.EndsWith("6.50", told, StringComparison.Ordinal);
        await demo.Write("quit");

        Assert.Equal(0, await demo.End(Cancellation));
    }

    [Fact]
    public async Task What_is_no_order_gets_an_answer_and_the_end_of_the_input_ends_all()
    {
        await using var demo = await StartAsync();
        await demo.Write("dance");
        await TellsAsync(demo, "'dance' is no order and nobody's name. help lists all.");
        await demo.Write("keys 11");
        await TellsAsync(demo, "There is no key '11'; there are 0, 1 Beer, 2,");
        await demo.Write("lay zoe");
        await TellsAsync(demo, "Nobody here is called 'zoe'; here are anna, emil, lea,");
        await demo.Write("help");
        await TellsAsync(demo, "network off|on");
        await demo.Write("panel");
        await TellsAsync(demo, "the display reads:");
        var state = (await TellsAsync(demo, "state is in")).Split("state is in ")[1].Split(',')[0];
        Assert.True(Directory.Exists(state));

        demo.CloseInput();

        Assert.Equal(0, await demo.End(Cancellation));
        Assert.False(Directory.Exists(state));
    }

    [Fact]
    public async Task Displays_speak_French_where_people_do_and_interrupting_it_ends_all()
    {
        await using var demo = await StartAsync("fr_FR.UTF-8");
        await demo.Write("keys 1");
        await TellsAsync(demo, "display: À payer | 3,50 €");
        var state = (await TellsAsync(demo, "state is in")).Split("state is in ")[1].Split(',')[0];

        demo.Signal("INT");

        Assert.Equal(130, await demo.End(Cancellation));
        Assert.False(Directory.Exists(state));
    }

    private static Task<string> TellsAsync(ChildProcess demo, string text) => demo.Output.First<string>(
        0, line => line.Contains(text, StringComparison.Ordinal), Cancellation);

    private async Task<ChildProcess> StartAsync(string language = "C")
    {
        await File.WriteAllTextAsync(folder.In("short.story"), Story, Cancellation);
        var demo = await ChildProcess.StartAsync(
            "dotnet",
            new Dictionary<string, string> { ["LANG"] = language },
            Checkout.Demo,
            "--keep",
            folder.In("short.story"));
        await Eventually.TrueAsync(
            () => demo.HasEnded ||
                demo.Output.Seen.Any(line => line.Contains("it is your turn", StringComparison.Ordinal)),
            "three stations stand there",
            TimeSpan.FromMinutes(2),
            Cancellation);
        await TellsAsync(demo, "it is your turn");
        return demo;
    }
}
