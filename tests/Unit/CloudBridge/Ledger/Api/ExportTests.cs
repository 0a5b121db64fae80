using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger.Api;

/// <summary>What is exported of signed lines, and what becomes of it when the books are restored.</summary>
public sealed class ExportTests : IAsyncLifetime
{
    private const string Guest = "04E141125B3C80";
    private const string Records = "/v1/exports/records.jsonl";

    private ApiBench api = null!;
    private string shop = "";

    public async ValueTask InitializeAsync()
    {
        api = await ApiBench.StartAsync();
        shop = api.Token("shop", Scope.WriteCards, Scope.ReadCards, Scope.WriteMoney, Scope.ReadExports);
    }

    public ValueTask DisposeAsync() => api.DisposeAsync();

    [Fact]
    public async Task Payments_since_the_backup_are_exported_and_asked_again_are_there_once()
    {
        var card = await api.CardAsync(Guest, shop);
        var backup = api.Log;
        await PayAsync();
        var rows = await RowsAsync();
        Assert.Equal(["walletRefilled", "walletRefunded"], rows.Select(row => (string?)row["kind"]));
        Assert.Equal(
            [(card, 500, "order 1"), (card, 100, "order 2")],
            rows.Select(row => row["payment"]!).Select(paid =>
                ((string?)paid["card"], (int)paid["amount"]!, (string?)paid["reference"])));

        await api.RestoreAsync(backup);
        Assert.Empty(await RowsAsync());
        await PayAsync();
        await PayAsync();

        Assert.Equal(400, (long)(await api.DoAsync("GET", $"/v1/cards/{card}", shop))["balances"]![0]!["amount"]!);
        Assert.Equal(
            rows.Select(row => (string?)row["request"]), (await RowsAsync()).Select(row => (string?)row["request"]));
        Assert.Equal(2, rows.DistinctBy(row => (string)row["request"]!).Count());

        async Task PayAsync()
        {
            await api.DoAsync("POST", $"/v1/cards/{card}/refills", shop, Paid(500, "order 1"), "a");
            await api.DoAsync("POST", $"/v1/cards/{card}/refunds", shop, Paid(100, "order 2"), "b");
        }
    }

    [Fact]
    public async Task A_cursor_is_good_while_its_line_is_in_the_log()
    {
        var card = await api.CardAsync(Guest, shop);
        var backup = api.Log;
        await RefillAsync(card, "a");
        await RefillAsync(card, "b");
        var cursors = (await RowsAsync()).Select(row => row["cursor"]!.ToString()).ToList();
        Assert.Single(await RowsAsync($"?after={cursors[0]}"));
        Assert.Empty(await RowsAsync($"?after={cursors[1]}"));

        await api.RestoreAsync(backup);
        await LostAsync(cursors[0]);
        await LostAsync(cursors[1]);
        foreach (var key in "cdefg")
            await RefillAsync(card, $"{key}");

        await LostAsync(cursors[0]);
        Assert.Equal(5, (await RowsAsync()).Count);
        Assert.Equal(5, (await RowsAsync("?after=0")).Count);
        await api.FailAsync(HttpStatusCode.BadRequest, "bad-request", "GET", $"{Records}?after=4", shop);
        await api.FailAsync(HttpStatusCode.BadRequest, "bad-request", "GET", $"{Records}?after={cursors[0]}0", shop);

        Task LostAsync(string cursor) =>
            api.FailAsync(HttpStatusCode.Conflict, "no-such-cursor", "GET", $"{Records}?after={cursor}", shop);
    }

    private Task<JsonNode> RefillAsync(string card, string key) =>
        api.DoAsync("POST", $"/v1/cards/{card}/refills", shop, Paid(500, key), key);

    private static string Paid(int amount, string reference) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"asset":"TLF","amount":{{amount}},"source":"cardPayment","note":"shop","reference":"{{reference}}"}""");

    private async Task<IReadOnlyList<JsonNode>> RowsAsync(string query = "")
    {
        using var answer = await api.SendAsync("GET", Records + query, shop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }
}
