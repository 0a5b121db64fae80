using CloudBridge.Contract;
using Tests.Support;
using static Tests.Support.DrinkStations;
using static Tests.Support.Kiosks;

namespace Tests.RealParts.Verifiers;

/// <summary>The script that computes pours again by the format document comes to what the station came to.</summary>
public sealed class PourVerifierTests : IDisposable
{
    private readonly Site site = new();
    private readonly TemporaryFolder folder = new();
    private readonly TerminalDriver driver = DrinkStations.Open(
        DrinkStations.Setup(Tap with { FoamBasisPoints = 500 }), Card(Guest, "TNF 100, TLF 10000"));

    public PourVerifierTests()
    {
        if (NodeVerifiers.Missing is { } missing)
            Assert.Skip(missing);
    }

    public void Dispose()
    {
        site.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task What_a_station_bills_is_right_and_what_no_record_has_is_noted()
    {
        Pour(101);
        driver.Drip(3);
        Pour(205);
        driver.Tap(Cellarman);
        driver.Closed(40);

        var (code, output, errors) = await CheckAsync();

        Assert.True(code == 0, string.Join('\n', errors));
        Assert.Contains("tap 1, 3 pulses that no record has", Assert.Single(output), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cent_too_much_is_seen()
    {
        Pour(101);
        var bill = (Fact.Capture)driver.LastFact!;
        var taken = bill.Payment.Total() + new Money(1);

        var (code, _, errors) = await CheckAsync(bill with
        {
            Payment = bill.Payment with
            {
                Parts =
                [
                    .. bill.Payment.Parts.SkipLast(1),
                    bill.Payment.Parts[^1] with { Amount = bill.Payment.Parts[^1].Amount + new Money(1) },
                ],
            },
        });

        Assert.Equal(3, code);
        Assert.Contains($"{taken} taken; it comes to", errors[0], StringComparison.Ordinal);
    }

    private void Pour(long pulses)
    {
        driver.Tap(Guest);
        driver.Count(40);
        driver.Closed(pulses);
        driver.Finish();
    }

    private async Task<(int Code, IReadOnlyList<string> Output, IReadOnlyList<string> Errors)> CheckAsync(
        Fact? last = null)
    {
        var journal = new JournalWriter(site);
        var facts = driver.Journal.Select(record => record.Fact).ToList();
        if (last is not null)
            facts[facts.FindLastIndex(fact => fact is Fact.Capture)] = last;
        await File.WriteAllBytesAsync(
            folder.In("journal.jws"),
            [.. facts.SelectMany(fact => journal.Next(fact).Compact.ToArray().Append((byte)'\n'))],
            TestContext.Current.CancellationToken);
        var jwk = site.Terminal.PublicKey.ToJsonWebKey() with { Site = Site.Id, Terminal = Site.Bar };
        await File.WriteAllBytesAsync(folder.In("key.jwk"), jwk.Write(), TestContext.Current.CancellationToken);
        return await NodeVerifiers.RunAsync(
            "pours.mjs",
            [folder.In("journal.jws"), "--key", folder.In("key.jwk")],
            TestContext.Current.CancellationToken);
    }
}
