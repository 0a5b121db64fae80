using System.Text;
using CloudBridge.Contract;
using Tests.Support;
using static Tests.Support.SecureCards;

namespace Tests.RealParts.EdgeTerminal;

/// <summary>
/// A new version of a population's keys, from the ledger's command line over a broker to a till that is enrolled.
/// </summary>
public sealed class SentCardKeysTests
{
    private const string Next = "00112233445566778899AABBCCDDEEFF";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cards_of_a_new_version_buy_once_its_key_was_sent_and_those_of_a_retired_one_no_more()
    {
        await using var till = await SecureTill.OpenAsync(Plan, Cancellation);
        var (former, provisioned) = (True(Member), WithWrongKey(Member));
        Assert.Contains(Next, provisioned, StringComparison.Ordinal);
        await till.TapAndLeaveAsync(former, "Thank you");
        await till.TapAsync(provisioned, "105");

        await SetAsync(till.Site, inForce: 1, ("1", MasterOfMembers), ("2", Next));
        await till.TapAndLeaveAsync(provisioned, "Thank you");
        await till.TapAndLeaveAsync(former, "Thank you");
        // Of this population none was sent: its own file goes on.
        await till.TapAndLeaveAsync(True(Bracelet), "Thank you");

        await SetAsync(till.Site, inForce: 2, ("2", Next));
        await till.TapAsync(former, "105");
        await till.TapAndLeaveAsync(provisioned, "Thank you");

        await till.Site.PullThePlugAsync(Cancellation);
        await till.Site.StartTerminalAsync("To pay", Cancellation);
        await till.TapAsync(former, "105");
        await till.TapAndLeaveAsync(provisioned, "Thank you");

        Assert.All(till.Sales(), sale => Assert.Equal(CardClass.Aes, sale.PresentedClass));
        Assert.Equal(Enumerable.Repeat(Reason.ClassTooWeak, 3), till.Refusals());
        var doctor = await ReadAsync(till.Site);
        Assert.Contains("members: ntag424, class aes, versions 2; as the ledger sent", doctor);
        await till.CloseAsync();
        Assert.Empty(InClear(till.Site, "terminal", "ledger"));
        Assert.DoesNotContain(
            Next, string.Join('\n', till.Site.Said.Terminal.Concat(till.Site.Said.Ledger)),
            StringComparison.OrdinalIgnoreCase);
    }

    private static string MasterOfMembers => Plan.Populations.First(row => row.Name == "members").Key;

    /// <summary>Waits until they are in force: the daemon says so when its reader has them.</summary>
    private static async Task SetAsync(RunningSite site, int inForce, params (string Version, string Key)[] keys)
    {
        var file = site.In("new-card-keys.json");
        var versions = string.Join(',', keys.Select(row => $"\"{row.Version}\":\"{row.Key}\""));
        await File.WriteAllTextAsync(file, "{\"members\":{\"proof\":{" + versions + "}}}", Cancellation);
        var said = await site.LedgerSaysAsync(["card-keys", "--set", file, "--note", "a new version"], Cancellation);
        Assert.StartsWith($"site: configuration {inForce}\n", said, StringComparison.Ordinal);
        var shown = await site.LedgerSaysAsync(["config", "show"], Cancellation);
        Assert.Contains("\"cardKeys\":{\"digest\":", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(Next, $"{said}{shown}", StringComparison.OrdinalIgnoreCase);
        await Eventually.TrueAsync(
            () => site.Said.Terminal.Count(
                line => line.Contains("new configuration is in force", StringComparison.Ordinal)) == inForce,
            "the keys are in force",
            Cancellation);
    }

    private static async Task<string> ReadAsync(RunningSite site)
    {
        await using var doctor = await ChildProcess.StartAsync(
            "dotnet",
            new Dictionary<string, string>(),
            Checkout.EdgeTerminal, "doctor", "--config", site.ConfigurationFile);
        await doctor.End(Cancellation);
        return string.Join('\n', doctor.Output.Seen);
    }

    /// <summary>Files that have a key in clear; the ledger's own are named by their digest.</summary>
    private static IEnumerable<string> InClear(RunningSite site, params string[] folders) =>
        from folder in folders
        from path in Directory.EnumerateFiles(site.In(folder), "*", SearchOption.AllDirectories)
        where !Path.GetFileName(path).StartsWith("card-keys-", StringComparison.Ordinal)
        let text = Encoding.Latin1.GetString(File.ReadAllBytes(path))
        where text.Contains(Next, StringComparison.OrdinalIgnoreCase)
        select path;
}
