using System.Globalization;
using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;

namespace Tests.Bench;

/// <summary>
/// What a gate keeps in memory of who went through: of the site's other gates, as it is heard, and of its own journal.
/// Only what stays on the heap; each line brings its own texts, as one that is read does.
/// </summary>
internal sealed class GateMeasure : IMeasure
{
    private const int Guests = 20_000;
    private const int Gates = 4;
    private const int PeopleADay = 5_000;
    private const int Days = 35;

    public string Name => "gates";

    public string Description => "what a gate remembers of who went through (1 MB = 1,000,000 bytes)";

    public Task RunAsync(Table table, CancellationToken cancellation)
    {
        table.Head(this, "on the heap", "a card or passage", "to take in");
        Write(
            table, $"{Guests:N0} guests in and out at each of {Gates} other gates, twice", Gates * Guests, Heard);
        Write(table, $"its own passages, {PeopleADay:N0} in and out on {Days} days", 2 * PeopleADay * Days, Own);
        return Task.CompletedTask;
    }

    private static void Write(Table table, string what, int count, Func<object> remember)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var start = TimeProvider.System.GetTimestamp();
        var kept = remember();
        var took = TimeProvider.System.GetElapsedTime(start);
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(kept);
        table.Write(
            what,
            Words.Count(count),
            Words.Megabytes(bytes / 1e6),
            Words.Bytes((double)bytes / count),
            Words.Time(took.TotalMilliseconds),
            null,
            bytes / 1e6);
    }

    private static HeardPassages Heard()
    {
        var passages = HeardPassages.None;
        for (var gate = 1; gate <= Gates; gate++)
        {
            var peer = TerminalId.Parse(string.Create(CultureInfo.InvariantCulture, $"gate-{gate}"));
            for (var line = 0; line < 4 * Guests; line++)
            {
                var fact = FactOf(line, line % Guests, isIn: line / Guests % 2 == 0);
                passages = passages.With(
                    new HeardRecord(
                        peer, Position(line), Digest.Zero, Digest.Zero, At(line, 4 * Guests, days: 3), fact),
                    fact,
                    TerminalLimits.Default);
            }
        }
        return passages;
    }

    private static GateMemory Own()
    {
        var past = Remembered.Nothing with { MachineBoot = "5b7e3a52-0c1d-4f0e-9a37-2f6d8c0b1e44" };
        const int lines = 2 * PeopleADay * Days;
        for (var line = 0; line < lines; line++)
        {
            var fact = FactOf(line, line % PeopleADay, isIn: line / PeopleADay % 2 == 0);
            past = Passing.Of(
                past,
                new JournalRecord(
                    Site.Id, Site.Bar, Position(line), Digest.Zero, At(line, lines, Days), fact));
            if (fact is Fact.Entry)
                past = past with { Gate = past.Gate with { UnderWay = past.Gate.UnderWay.Clear() } };
        }
        return past.Gate;
    }

    private static RecordPosition Position(int line) => new(1, line + 1);

    private static Stamp At(int line, int of, long days) =>
        new(1, line, Clock.Noon + line * days * Clock.Day / of, Trusted: true);

    private static Fact FactOf(int line, int guest, bool isIn)
    {
        var card = Site.Card(string.Create(CultureInfo.InvariantCulture, $"04{guest:X12}"));
        var zone = ZoneId.Parse(new string("festival"));
        return isIn
            ? new Fact.Entry(
                card, 1, [], Records.Verdict, zone,
                new BasketLine(ArticleId.Parse(new string("weekend")), 1, Money.Zero, 0), line)
            : new Fact.Exit(card, zone, line);
    }
}
