using CloudBridge.Contract;

namespace Tests.Bench;

/// <summary>
/// Card in the field to verdict, for each class of card on each link, at the bus's true rate. The four links run side
/// by side: they wait nearly all of the time.
/// </summary>
internal sealed class CardMeasure : IMeasure
{
    private const int Taps = 100;
    private const int Seed = 4;
    private const double Step = 10;

    public string Name => "cards";

    public string Description => "a card of each class comes and goes on each link; PN532 emulated";

    public async Task RunAsync(Table table, CancellationToken cancellation)
    {
        table.Head(this);
        foreach (var kind in CardKind.All)
        {
            var verdicts = await Task.WhenAll(
                EmulatedReader.All.Select(link => RunAsync(link.Open(), kind, cancellation)));
            foreach (var ((link, _), times) in EmulatedReader.All.Zip(verdicts))
                table.Times($"{kind.Name}, {link}", times, BudgetOf(kind, times));
            foreach (var ((link, _), times) in EmulatedReader.All.Zip(verdicts))
                table.Histogram($"{kind.Name}, {link}", times, Step);
        }
    }

    private static async Task<Distribution> RunAsync(
        EmulatedReader reader, CardKind kind, CancellationToken cancellation)
    {
        using var rounds = new TapRounds(reader, kind, Seed);
        await rounds.RunAsync(Taps, cancellation);
        return rounds.Verdicts;
    }

    private static Budget? BudgetOf(CardKind kind, Distribution times) => kind.Class switch
    {
        CardClass.Uid => Budget.AtMost("p99 <= 60 ms", 60, times.P99),
        CardClass.Aes => Budget.AtMost("p99 <= 150 ms", 150, times.P99),
        _ => null,
    };
}
