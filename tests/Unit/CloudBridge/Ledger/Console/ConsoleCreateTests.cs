using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger.Console;

/// <summary>What a new terminal's page says: the command that works as it stands, and what it may sell alone.</summary>
public sealed class ConsoleCreateTests : IAsyncLifetime
{
    private ConsoleBench console = null!;

    private string Form => ConsoleCookies.TokenOf(console.Cookies["__Host-ledger-session"]);

    public async ValueTask InitializeAsync()
    {
        console = await ConsoleBench.StartAsync();
        await console.LogInAsync("otto", AccountRole.Operator);
    }

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Fact]
    public async Task The_command_names_the_authority_where_the_server_is_of_the_sites_own()
    {
        var server = console.Folder.Server.Address!;
        var command = $"enroll --server {server.GetLeftPart(UriPartial.Authority)} --state DIR";

        console.Folder.Server.Leave(server, isOfOwnAuthority: true);
        var own = await CreateAsync("bar-2");
        Assert.Contains($"{command} --authority ca.pem<", own, StringComparison.Ordinal);
        Assert.Contains(console.Folder.In("ca.pem"), own, StringComparison.Ordinal);

        console.Folder.Server.Leave(server, isOfOwnAuthority: false);
        var another = await CreateAsync("bar-3");
        Assert.Contains($"{command}<", another, StringComparison.Ordinal);
        Assert.DoesNotContain("ca.pem", another, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_what_the_terminal_may_sell_alone_by_what_is_said_for_its_profile()
    {
        Assert.Contains("uid 20.00, counter 50.00, aes 100.00", await CreateAsync("bar-2"), StringComparison.Ordinal);

        var tight = TerminalLimits.Default with
        {
            Uid = TerminalLimits.Default.Uid with { OfflineLimit = new Money(7_00) },
            ExpirySeconds = 3_600,
            Allowances = [new AllowanceLimit("alcohol", 4)],
        };
        Assert.Null(console.Folder.Configs.Say(
            new ConfigRequest(ConfigScope.Site, new TerminalConfig(Limits: tight), [], "a small fair"), key: null).Why);
        var page = await CreateAsync("bar-3");

        Assert.Contains("uid 7.00, counter 50.00, aes 100.00", page, StringComparison.Ordinal);
        Assert.Contains("1 hours", page, StringComparison.Ordinal);
        Assert.Contains("alcohol 4", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_line_says_the_same() => Assert.Equal(
        [
            "at most 5000.00 in all before a list shows it",
            "of a wallet while its list is not fresh: uid 20.00, counter 50.00, aes 100.00",
            "of one tap: uid 50.00, counter 100.00, aes 200.00",
            "nothing any more once its list is 72 hours old",
            "allowances: none",
        ],
        AloneLimits.Of(TerminalLimits.Default));

    private async Task<string> CreateAsync(string name) =>
        await (await console.SendAsync(
            HttpMethod.Post,
            "/console/terminals",
            [("form", Form), ("once", name), ("name", name), ("profile", "kiosk")]))
            .Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
