using HardwareDrivers.Pn532;

namespace Tests.Bench;

/// <summary>
/// Card in the field to verdict, on the emulated chip over a real pseudo-terminal; and what the time goes to.
/// </summary>
internal sealed class ReaderMeasure : IMeasure
{
    private const int Taps = 250;
    private const int Seed = 2;

    public string Name => "reader";

    public string Description => "a card comes and goes at any moment; PN532 emulated, a pty";

    public async Task RunAsync(Table table, CancellationToken cancellation)
    {
        table.Head(this);
        foreach (var baud in new[] { SetSerialBaudRate.PowerOn, SetSerialBaudRate.UsuallyFastest })
            await RunAsync(table, baud, cancellation);
    }

    private static async Task RunAsync(Table table, int baud, CancellationToken cancellation)
    {
        using var rounds = new TapRounds(EmulatedReader.OnSerial(baud), CardKind.All[0], Seed);
        await rounds.RunAsync(Taps, cancellation);

        var verdict = rounds.Verdicts;
        table.Times(
            $"{baud} baud: card in the field -> verdict", verdict, Budget.AtMost("p99 <= 60 ms", 60, verdict.P99));
        table.Times("card in the field -> the driver knows it", rounds.Arrivals);
        table.Ratio("verdict / known to the driver", verdict, rounds.Arrivals);
        table.Times("from there: loop, journal, verdict", rounds.Shares);
        table.Times("card taken -> the driver knows it", rounds.Removals);
    }
}
