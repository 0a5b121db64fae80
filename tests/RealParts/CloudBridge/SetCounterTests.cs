using CloudBridge.Contract;
using Tests.Support;

namespace Tests.RealParts.CloudBridge;

/// <summary>
/// <c>ledger set-counter</c> where there is nothing to set; what it does for a card, see <c>CardCounterTests</c>.
/// </summary>
public sealed class SetCounterTests : IDisposable
{
    private const string Guest = "04E141125B3C80";
    private const int Usage = 1;
    private const int BadConfiguration = 2;

    private static readonly Dictionary<string, string> NoEnvironment = [];

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string State => folder.In("ledger");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_is_no_uid_no_reading_or_not_in_the_ledger_is_refused_and_changes_nothing()
    {
        var cards = folder.In("cards.csv");
        await File.WriteAllLinesAsync(
            cards, ["uid,class,state,asset,amount", $"{Guest},counter,ok,TLF,100"], Cancellation);
        Assert.Equal(0, (await RunAsync("init", "--site", "verger")).Code);
        Assert.Equal(0, (await RunAsync("seed", cards)).Code);
        var log = Path.Combine(State, "ledger.log");
        var before = await File.ReadAllTextAsync(log, Cancellation);

        Assert.Equal(
            (Usage, $"ledger: uid '04E141125B3C8'; expected {CardUid.Expected}."),
            await RunAsync("set-counter", "04E141125B3C8", "41"));
        Assert.Equal(
            (Usage, $"ledger: reading 16777216; expected 0 to {CounterReading.Highest}."),
            await RunAsync("set-counter", Guest, "16777216"));
        Assert.Equal(
            (BadConfiguration, "ledger: card 1ADA7444 is not in the ledger."),
            await RunAsync("set-counter", "1ada7444", "41"));

        Assert.Equal(before, await File.ReadAllTextAsync(log, Cancellation));
        Assert.Equal((0, ""), await RunAsync("set-counter", Guest, "16777215"));
        Assert.NotEqual(before, await File.ReadAllTextAsync(log, Cancellation));
    }

    private async Task<(int Code, string Errors)> RunAsync(params string[] arguments)
    {
        await using var child = await ChildProcess.StartAsync(
            "dotnet", NoEnvironment, [Checkout.Ledger, .. arguments, "--state", State]);
        return (await child.End(Cancellation), string.Join('\n', child.Errors.Seen));
    }
}
