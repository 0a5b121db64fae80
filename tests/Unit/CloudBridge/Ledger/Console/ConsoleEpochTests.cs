using System.Net;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger.Console;

/// <summary>A terminal is let begin another journal, by form.</summary>
public sealed class ConsoleEpochTests : IAsyncLifetime
{
    private const string Bar = "/console/terminals/bar-1";

    private ConsoleBench console = null!;

    private ILedgerStore Store => console.Folder.Store;

    private string Form => ConsoleCookies.TokenOf(console.Cookies["__Host-ledger-session"]);

    public async ValueTask InitializeAsync()
    {
        console = await ConsoleBench.StartAsync();
        console.Enrol(Site.Bar);
        await console.LogInAsync("anna", AccountRole.Treasurer);
    }

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Fact]
    public async Task An_epoch_is_granted_once_and_only_by_who_has_typed_the_name_and_said_why()
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await GrantAsync("1", "bar-2", "its new SD card"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await GrantAsync("2", "bar-1", ""));
        Assert.Empty(Granted());

        Assert.Equal(HttpStatusCode.SeeOther, await GrantAsync("3", "bar-1", "its new SD card"));
        Assert.Equal(HttpStatusCode.SeeOther, await GrantAsync("3", "bar-1", "its new SD card"));

        var granted = Assert.Single(Granted());
        Assert.Equal((Site.Bar, 2L, "its new SD card"), (granted.Terminal, granted.Epoch, granted.Note));
        Assert.Equal(2, Store.Read(books => books.Terminal(Site.Bar).Epoch));
        var row = Assert.IsType<ActRow>(ActRow.Of(granted));
        Assert.Equal(("console:anna", "bar-1: 2", "its new SD card"), (row.By, row.What, row.Note));

        Assert.Equal(HttpStatusCode.SeeOther, await GrantAsync("4", "bar-1", "and another"));
        Assert.Equal([2, 3], Granted().Select(one => one.Epoch));
    }

    [Fact]
    public async Task A_terminal_that_was_revoked_is_granted_none_and_no_page_offers_it()
    {
        Assert.Contains($"action=\"{Bar}/epoch\"", await console.PageAsync(Bar), StringComparison.Ordinal);
        Assert.Null(console.Folder.TreasuryOf("anna").Revoke(Site.Bar, "anna", "stolen"));

        Assert.DoesNotContain($"action=\"{Bar}/epoch\"", await console.PageAsync(Bar), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await GrantAsync("1", "bar-1", "its new SD card"));
        Assert.Empty(Granted());
    }

    [Fact]
    public async Task Who_may_not_grant_one_is_not_offered_it()
    {
        await console.LogInAsync("otto", AccountRole.Operator);

        Assert.DoesNotContain($"action=\"{Bar}/epoch\"", await console.PageAsync(Bar), StringComparison.Ordinal);
    }

    private List<LedgerEntry.EpochGranted> Granted() => [.. Store.Entries().OfType<LedgerEntry.EpochGranted>()];

    private async Task<HttpStatusCode> GrantAsync(string once, string name, string note) =>
        (await console.SendAsync(
            HttpMethod.Post,
            $"{Bar}/epoch",
            [("form", Form), ("once", once), ("name", name), ("note", note)])).StatusCode;
}
