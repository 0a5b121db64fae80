using System.Net;
using System.Text.RegularExpressions;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger.Console;

/// <summary>A terminal is taken out of the site, and what it hands in after that is decided on, by form.</summary>
public sealed partial class ConsoleRevokingTests : IAsyncLifetime
{
    private const string Guest = "04E141125B3C80";
    private const string Bar = "/console/terminals/bar-1";

    private ConsoleBench console = null!;
    private JournalWriter journal = null!;

    private ILedgerStore Store => console.Folder.Store;

    private string Form => ConsoleCookies.TokenOf(console.Cookies["__Host-ledger-session"]);

    public async ValueTask InitializeAsync()
    {
        console = await ConsoleBench.StartAsync();
        console.Enrol(Site.Bar);
        console.Card(Guest);
        journal = console.Journal();
        console.Take(Sale());
        await console.LogInAsync("anna", AccountRole.Treasurer);
    }

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Fact]
    public async Task A_terminal_is_revoked_once_and_only_by_who_has_typed_its_name()
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await RevokeAsync("bar-2"));
        Assert.False(IsRevoked());
        Assert.Contains(
            "The name that was typed is not bar-1",
            await ShownAsync(("name", "bar-2"), ("note", "stolen")),
            StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.SeeOther, await RevokeAsync("bar-1"));
        Assert.Equal(HttpStatusCode.SeeOther, await RevokeAsync("bar-1"));

        Assert.True(IsRevoked());
        var revoked = Assert.Single(Store.Entries().OfType<LedgerEntry.TerminalRevoked>());
        var act = TreasurerAct.ReadStored(revoked.Act).OrThrow();
        Assert.Equal(("anna", "stolen", "anna"), (act.By, act.Note, revoked.By));
        var row = Assert.IsType<ActRow>(ActRow.Of(revoked));
        Assert.Equal(("console:anna", "bar-1"), (row.By, row.What));
        var page = await console.PageAsync(Bar);
        Assert.DoesNotContain($"action=\"{Bar}/revoke\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain($"action=\"{Bar}/commands\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_branch_is_booked_through_the_record_that_is_chosen_and_its_rest_refused()
    {
        Assert.Equal(HttpStatusCode.SeeOther, await RevokeAsync("bar-1"));
        HandIn(Sale(), Sale(), Sale());
        var places = PlacesOf(await console.PageAsync(Bar));
        Assert.Equal(["1/4", "1/3", "1/2"], places.Select(place => place.Split(':')[0]));

        Assert.Equal(HttpStatusCode.SeeOther, await DecideAsync("book", places[1]));
        Assert.Equal(HttpStatusCode.SeeOther, await DecideAsync("book", places[1]));
        Assert.Equal([places[0]], PlacesOf(await console.PageAsync(Bar)));
        Assert.Equal(HttpStatusCode.SeeOther, await DecideAsync("refuse", places[0], once: "3"));

        Assert.Equal(3, Store.Read(books => books.Terminal(Site.Bar).Chain(1)!.Sequence));
        Assert.Equal(3, Store.Entries().OfType<LedgerEntry.RecordBooked>().Count());
        Assert.Equal(
            [(3L, true), (4L, false)],
            Store.Entries().OfType<LedgerEntry.HeldDecided>().Select(one => (one.Through, one.AreBooked)));
        Assert.DoesNotContain("/held", await console.PageAsync(Bar), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("book", "1/2")]
    [InlineData("book", "1/2:")]
    [InlineData("burn", "1/2:wNqfRIIJVRTGTLsGmhPVrFWCeSUKvTEGLPJzXl9zGOw")]
    [InlineData("refuse", "1/2:wNqfRIIJVRTGTLsGmhPVrFWCeSUKvTEGLPJzXl9zGOw")]
    public async Task What_is_not_held_or_not_named_whole_is_not_decided_on(string decision, string through)
    {
        await RevokeAsync("bar-1");
        HandIn(Sale());

        Assert.Equal(HttpStatusCode.UnprocessableEntity, await DecideAsync(decision, through));

        Assert.Empty(Store.Entries().OfType<LedgerEntry.HeldDecided>());
    }

    [Fact]
    public async Task Who_may_not_decide_sees_what_is_held_and_no_form()
    {
        await RevokeAsync("bar-1");
        HandIn(Sale());
        await console.LogInAsync("otto", AccountRole.Operator);

        var page = await console.PageAsync(Bar);

        Assert.Contains("Handed in after it was revoked", page, StringComparison.Ordinal);
        Assert.Contains("1 records from 1/2", page, StringComparison.Ordinal);
        Assert.DoesNotContain($"action=\"{Bar}/held\"", page, StringComparison.Ordinal);
    }

    private SignedObject Sale() => journal.Next(JournalWriter.Beer(Guest));

    private bool IsRevoked() => Store.Read(books => books.Terminal(Site.Bar).IsRevoked);

    private void HandIn(params SignedObject[] lines) => new Handover(Site.Id, Store, console.Folder.Signer)
        .Take(Site.Bar, LedgerBench.Message(lines).Payload, Clock.Noon).OrThrow();

    private static IReadOnlyList<string> PlacesOf(string page)
    {
        var form = page[page.IndexOf("value=\"book\"", StringComparison.Ordinal)..];
        return [.. Place().Matches(form[..form.IndexOf("</form>", StringComparison.Ordinal)])
            .Select(match => match.Groups[1].Value)];
    }

    private async Task<HttpStatusCode> RevokeAsync(string name) =>
        (await SendAsync("revoke", "1", ("name", name), ("note", "stolen"))).StatusCode;

    private async Task<HttpStatusCode> DecideAsync(string decision, string through, string once = "2") =>
        (await SendAsync(
            "held", once, ("decision", decision), ("through", through), ("note", "it hung at the bar"))).StatusCode;

    private async Task<string> ShownAsync(params (string, string)[] fields) =>
        await (await SendAsync("revoke", "0", fields)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private Task<HttpResponseMessage> SendAsync(string act, string once, params (string, string)[] fields) =>
        console.SendAsync(HttpMethod.Post, $"{Bar}/{act}", [("form", Form), ("once", once), .. fields]);

    [GeneratedRegex("<option value=\"([^\"]+)\"")]
    private static partial Regex Place();
}
