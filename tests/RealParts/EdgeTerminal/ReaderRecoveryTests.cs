using CloudBridge.Contract;
using Tests.Support;
using static Tests.Support.SecureCards;

namespace Tests.RealParts.EdgeTerminal;

/// <summary>What guest, journal and log are told while the reader is in trouble, and that it comes back.</summary>
[Collection(nameof(Alone))]
public sealed class ReaderRecoveryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_chip_that_hangs_puts_the_till_out_of_service_until_it_answers_again()
    {
        await using var till = await SecureTill.OpenAsync(Plan, Cancellation);
        var (seen, lost) = (till.Site.Panel.Sights.Seen.Count, Losses(till));
        await till.Site.OrderReaderAsync("hang");
        await till.Site.Panel.ReadsAsync(seen, "Out of service", Cancellation);
        Assert.Equal(lost + 1, Losses(till));
        await SaysAsync(till, "The reader has failed: so far the chip failed ");

        seen = till.Site.Panel.Sights.Seen.Count;
        await till.Site.OrderReaderAsync("release");
        await till.Site.Panel.ReadsAsync(seen, "To pay", Cancellation);
        await till.TapAsync(True(Bracelet), "Thank you");

        Assert.Contains(till.Site.ReadJournal(), record => record.Fact is Fact.FaultCleared { Fault: "ReaderLost" });
        await till.CloseAsync();
        Assert.Matches(
            "the chip failed (once|[1-9].*times), .*; an abort helped .* of [1-9].*; a set-up helped .* of [1-9].*; " +
            "working again after ",
            await SaysAsync(till, "The reader until now: "));
    }

    [Fact]
    public async Task What_an_abort_mends_nobody_notices_but_the_log()
    {
        await using var till = await SecureTill.OpenAsync(Plan, Cancellation);
        var (seen, lost) = (till.Site.Panel.Sights.Seen.Count, Losses(till));
        await till.Site.OrderReaderAsync("fault refused-command");
        await till.TapAsync(True(Bracelet), "Thank you");

        Assert.Equal(lost, Losses(till));
        await SaysAsync(till, "The reader has failed: so far the chip failed ");
        Assert.DoesNotContain(
            till.Site.Panel.Sights.Seen.Skip(seen).OfType<Sight.Frame>(),
            frame => frame.Reading.Text.Contains("Out of service", StringComparison.Ordinal));
        await till.CloseAsync();
        Assert.Matches(
            "the chip failed (once|[1-9].*times), .*; an abort helped (once|[1-9][0-9]* times) of ",
            await SaysAsync(till, "The reader until now: "));
    }

    [Fact]
    public async Task A_reader_that_is_unplugged_and_comes_back_as_another_device_under_its_link_serves_again()
    {
        await using var till = await SecureTill.OpenAsync(Plan, Cancellation);
        for (var time = 1; time <= 2; time++)
        {
            var (seen, lost) = (till.Site.Panel.Sights.Seen.Count, Losses(till));
            await till.Site.OrderReaderAsync("quit");
            await Eventually.TrueAsync(
                () => new FileInfo(till.Site.In("pn532")).LinkTarget is null, "the link is gone", Cancellation);
            await till.Site.UnplugReaderAsync();
            await till.Site.Panel.ReadsAsync(seen, "Out of service", Cancellation);
            Assert.Equal(lost + 1, Losses(till));

            seen = till.Site.Panel.Sights.Seen.Count;
            await till.Site.PlugReaderInAsync(Cancellation);
            await till.Site.Panel.ReadsAsync(seen, "To pay", Cancellation);
            await till.TapAsync(True(Member), "Thank you");
        }
        await till.CloseAsync();
    }

    private static int Losses(SecureTill till) =>
        till.Site.ReadJournal().Count(record => record.Fact is Fact.FaultRaised { Fault: "ReaderLost" });

    private static Task<string> SaysAsync(SecureTill till, string words) => till.Site.TerminalLog.First<string>(
        0, line => line.Contains(words, StringComparison.Ordinal), Cancellation);
}
