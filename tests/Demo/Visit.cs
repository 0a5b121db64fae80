using System.Globalization;
using System.Text.Json;
using Tests.BenchPage;
using Tests.Support;

namespace Tests.Demo;

/// <summary>
/// A person at the running site: presents cards by name, presses keys, pulls the network, pulls the plug. Orders come a
/// line each from the input; what the display shows and the buzzer sounds is told as it happens.
/// </summary>
internal sealed class Visit(
    RunningSite site, Bench bench, Uri page, TextReader input, TextWriter output)
{
    private const int TailLength = 8;

    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private bool networkIsThere = true;

    private Station Kiosk => bench.Kiosk;

    /// <summary>Serves orders until one says quit, or the input ends.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        output.WriteLine(Introduction());
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var watching = WatchAsync(leaving.Token);
        while (await ReadAsync(cancellation) is { } line)
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (words is ["quit" or "exit"])
                break;
            try
            {
                await ObeyAsync(words, cancellation);
            }
            catch (Exception error) when (error is TimeoutException or InvalidOperationException)
            {
                output.WriteLine($"  ! {error.Message}");
            }
        }
        await leaving.CancelAsync();
        await watching;
    }

    private string Help() =>
        $"""
          NAME            lays a card on the reader, waits for the answer, takes it away: {Names()}
          tap NAME        the same
          lay NAME, take  lays a card there, and takes all away
          keys KEY …      presses keys: {Keys()}
          network off|on  stops the broker, and starts it again
          kill, start     pulls the terminal's plug (SIGKILL), and starts it again
          panel           what stands on the display
          balances        what the ledger thinks that cards have
          journal, log    the last lines of either
          help, quit      quit ends everything and leaves nothing behind; so does Ctrl-C
        """;

    private string Keys() =>
        string.Join(", ", Kiosk.Keys.Select(key => key.Meaning is null ? key.Label : key.Name));

    private string Names() => string.Join(", ", bench.Cards.Select(card => card.Name));

    private string Introduction() =>
        $"""

          Everything is running, and it is your turn. For example: keys 1, then anna; or help.
          Cards: {Names()}. Keys: {Keys()}.
          In a browser, with a drink station and a gate beside it: {page}
          The terminal's state is in {site.In("terminal")}, the ledger's in {site.In("ledger")}.
          In another shell: eng/edge-terminal doctor --config {site.ConfigurationFile}

        """;

    private async Task ObeyAsync(string[] words, CancellationToken cancellation)
    {
        switch (words)
        {
            case []:
                break;
            case ["help"]:
                output.WriteLine(Help());
                break;
            case ["tap", var who]:
                await TapAsync(who, cancellation);
                break;
            case ["lay", var who]:
                if (Card(who) is { } card)
                    await bench.LayAsync(Kiosk, card, cancellation);
                break;
            case ["take"]:
                await Kiosk.TakeAsync(cancellation);
                break;
            case ["key" or "keys", _, ..]:
                await PressAsync(words[1..], cancellation);
                break;
            case ["network", "off" or "on"]:
                await SwitchNetworkAsync(words[1] == "on", cancellation);
                break;
            case ["kill"]:
                await PullThePlugAsync(cancellation);
                break;
            case ["start"]:
                await StartAsync(cancellation);
                break;
            case ["panel"]:
                if (Runs())
                    output.WriteLine($"  the display reads: {Kiosk.Display?.Reading}");
                break;
            case ["balances"]:
                await TellBalancesAsync(cancellation);
                break;
            case ["journal"]:
                Tail((await RunningSite.TerminalSaysAsync(
                    ["journal", "show", site.In("terminal")], cancellation)).TrimEnd().Split('\n'));
                break;
            case ["log"]:
                Tail(Runs() ? site.TerminalLog.Seen : []);
                break;
            case [var who] when bench.Cards.Any(card => card.Name == who):
                await TapAsync(who, cancellation);
                break;
            default:
                output.WriteLine($"  ? '{string.Join(' ', words)}' is no order and nobody's name. help lists all.");
                break;
        }
    }

    private async Task TapAsync(string who, CancellationToken cancellation)
    {
        if (!Runs() || Card(who) is not { } card)
            return;
        var (panel, seen) = (site.Panel, site.Panel.Sights.Seen.Count);
        await bench.LayAsync(Kiosk, card, cancellation);
        try
        {
            await Eventually.TrueAsync(
                () => panel.Sights.Seen.Skip(seen).OfType<Sight.Melody>().Any(),
                "the terminal answers",
                AnswerPatience,
                cancellation);
        }
        finally
        {
            await Kiosk.TakeAsync(cancellation);
        }
    }

    private async Task PressAsync(string[] keys, CancellationToken cancellation)
    {
        foreach (var key in keys)
            if (Kiosk.Keys.All(known => known.Name != key))
                output.WriteLine($"  ? There is no key '{key}'; there are {Keys()}.");
            else if (Runs())
                await Kiosk.PressAsync(key, cancellation);
    }

    private async Task PullThePlugAsync(CancellationToken cancellation)
    {
        if (!Runs())
            return;
        await Kiosk.SwitchPowerAsync(on: false, cancellation);
        output.WriteLine("  > The terminal has no power any more; start gives it back.");
    }

    private async Task SwitchNetworkAsync(bool on, CancellationToken cancellation)
    {
        if (on == networkIsThere)
        {
            output.WriteLine($"  ? The network is {(on ? "on" : "off")} already.");
            return;
        }
        await (on ? site.BringNetworkBackAsync(cancellation) : site.CutNetworkAsync(cancellation));
        networkIsThere = on;
        output.WriteLine($"  > The network is {(on ? "on" : "off")}.");
    }

    private async Task StartAsync(CancellationToken cancellation)
    {
        if (Kiosk.HasPower)
        {
            output.WriteLine("  ? The terminal runs already.");
            return;
        }
        await Kiosk.SwitchPowerAsync(on: true, cancellation);
        await Kiosk.ServesAsync(cancellation);
    }

    private async Task TellBalancesAsync(CancellationToken cancellation)
    {
        using var rows = JsonDocument.Parse(await site.LedgerSaysAsync(["balances", "--json"], cancellation));
        foreach (var row in rows.RootElement.EnumerateArray())
        {
            var uid = row.GetProperty("uid").GetString();
            var who = bench.Cards.First(card => card.Uid == uid).Name;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {who,-10}{row.GetProperty("asset").GetString(),-8}{Euros(row),10:0.00}"));
        }
        if (!networkIsThere)
            output.WriteLine("  (The network is off: what was sold since, the ledger does not know yet.)");
    }

    private static decimal Euros(JsonElement row) => row.GetProperty("amount").GetInt64() / 100m;

    private bool Runs()
    {
        if (!Kiosk.HasPower)
            output.WriteLine("  ? The terminal has no power: start.");
        return Kiosk.HasPower;
    }

    private BenchCard? Card(string who)
    {
        var card = bench.Cards.FirstOrDefault(card => card.Name == who);
        if (card is null)
            output.WriteLine($"  ? Nobody here is called '{who}'; here are {Names()}.");
        return card;
    }

    private void Tail(IReadOnlyCollection<string> lines)
    {
        foreach (var line in lines.TakeLast(TailLength))
            output.WriteLine($"  {line}");
    }

    /// <summary>Tells what can be seen and heard from now on, at whichever panel is there.</summary>
    private async Task WatchAsync(CancellationToken leaving)
    {
        var (panel, told) = (site.Panel, site.Panel.Sights.Seen.Count);
        try
        {
            while (true)
            {
                if (panel != site.Panel)
                    (panel, told) = (site.Panel, 0);
                foreach (var sight in panel.Sights.Seen.Skip(told))
                {
                    told++;
                    output.WriteLine(sight switch
                    {
                        Sight.Frame frame => $"  display: {string.Join(" | ", frame.Reading.Lines)}",
                        Sight.Melody melody => $"  buzzer: {melody.Name}",
                        _ => throw new InvalidOperationException(),
                    });
                }
                await Task.Delay(LookEvery, TimeProvider.System, leaving);
            }
        }
        catch (OperationCanceledException)
        {
            // The visit is over.
        }
    }

    /// <summary>A read of a console cannot be cancelled; one that is left behind ends with the program.</summary>
    private async Task<string?> ReadAsync(CancellationToken cancellation)
    {
        var reading = input.ReadLineAsync(CancellationToken.None).AsTask();
        await Task.WhenAny(reading, Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation));
        cancellation.ThrowIfCancellationRequested();
        return await reading;
    }
}
