using Tests.Support;

namespace Tests.RealParts.EdgeTerminal;

/// <summary>Two daemons at one mosquitto hear each other while there is no ledger.</summary>
public sealed class PeersTests
{
    private const string Guest = "04E141125B3C80";

    private static readonly SitePlan Plan = new(
        "verger",
        "bar-1",
        EnrolOptions: [],
        CardRows: [$"{Guest},uid,ok,TLF,500"],
        Articles: [new SiteArticle("beer", "1", "Bière", 350, 2000)]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_card_that_is_spent_at_one_terminal_is_spent_at_the_other_also_after_its_restart()
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await using var other = await NeighbourTerminal.OpenAsync(site, Plan, "bar-2", Cancellation);
        await ShowsAsync(other, "5.00");
        await site.StopLedgerAsync(Cancellation);

        await site.Panel.PressAsync("1", Cancellation);
        await site.Panel.ReadsAsync(0, "To pay", Cancellation);
        await site.PutAsync(Guest);
        await site.Panel.ReadsAsync(0, "Thank you", Cancellation);
        await ShowsAsync(other, "1.50");

        await other.PullThePlugAsync(Cancellation);
        await other.SwitchOnAsync("Welcome", Cancellation);
        await ShowsAsync(other, "1.50");
    }

    /// <summary>A guest asks for the balance, again and again, until it is this.</summary>
    private static async Task ShowsAsync(RunningTerminal terminal, string balance)
    {
        var seen = new List<string>();
        while (seen.Count < 10)
        {
            await terminal.PutAsync(Guest);
            await DisplayAsync(terminal, text => !text.Contains("Welcome", StringComparison.Ordinal));
            seen.Add(terminal.Panel.Display!.Reading.Text);
            await terminal.TakeAsync();
            await DisplayAsync(terminal, text => text.Contains("Welcome", StringComparison.Ordinal));
            if (seen[^1].Contains(balance, StringComparison.Ordinal))
                return;
        }
        Assert.Fail($"Not {balance}: {string.Join(" | ", seen)}\n{terminal.Logs}");
    }

    private static Task DisplayAsync(RunningTerminal terminal, Func<string, bool> isSo) => Eventually.TrueAsync(
        () => isSo(terminal.Panel.Display!.Reading.Text), "the display is so", Cancellation);
}
