using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.RealParts.CloudBridge;

/// <summary>A terminal that was enrolled over the network works with what it was given, and nothing else.</summary>
public sealed class EnrolledSiteTests
{
    private const string Guest = "04E141125B3C80";

    private static readonly SitePlan Plan = new(
        "verger",
        "bar-1",
        EnrolOptions: ["--offline-limit", "1500"],
        CardRows: [$"{Guest},uid,ok,TLF,1000"],
        Articles: [new SiteArticle("beer", "1", "Bière", 350, 2000)])
    {
        FixedArticle = "beer",
        IsSecured = true,
        EnrolsOverNetwork = true,
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_sells_relays_and_the_doctor_is_content()
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);

        await site.PutAsync(Guest);
        await site.Panel.ReadsAsync(0, "Thank you", Cancellation);
        await Eventually.TrueAsync(
            () => site.ReadLedger().OfType<LedgerEntry.RecordBooked>().Any(), "the sale is booked", Cancellation);

        var enrolled = Assert.Single(site.ReadLedger().OfType<LedgerEntry.TerminalEnrolled>());
        Assert.Equal(1500, enrolled.Limits.Uid.OfflineLimit.MinorUnits);
        var said = await RunningSite.TerminalSaysAsync(["doctor", "--config", site.ConfigurationFile], Cancellation);
        Assert.Contains("1.3, as bar-1, until ", said, StringComparison.Ordinal);
        Assert.DoesNotContain("do:", said, StringComparison.Ordinal);
    }
}
