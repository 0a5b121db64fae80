using System.Text.RegularExpressions;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger.Api;

/// <summary>The document for people has all that the table has.</summary>
public sealed class ApiDocumentTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();
    private readonly LedgerFolder folder;

    public ApiDocumentTests() => folder = LedgerFolder.Create(temporary.In("ledger"), Site.Id);

    private static string Document => File.ReadAllText(Path.Combine(Checkout.Root, "docs/api.md"));

    public void Dispose()
    {
        folder.Dispose();
        temporary.Dispose();
    }

    [Fact]
    public void It_has_every_path_every_scope_and_every_problem()
    {
        var (table, document) = (ApiTable.Of(folder), Document);

        Assert.All(Scope.All, scope => Assert.Contains($"| `{scope}` |", document, StringComparison.Ordinal));
        Assert.All(
            table.SelectMany(route => route.Problems()),
            problem => Assert.Contains($"`{problem.Name}`", document, StringComparison.Ordinal));
        Assert.All(
            table,
            route => Assert.Matches(Regex.Escape(route.Path) + @"(?![\w/{}])", document));
    }

    [Fact]
    public void Each_route_has_a_name_of_its_own_and_each_act_on_money_or_creation_a_key()
    {
        var table = ApiTable.Of(folder);

        Assert.Equal(table.Count, table.DistinctBy(route => route.Name).Count());
        Assert.All(table.Where(route => route.Status == 201), route => Assert.True(route.IsKeyed, route.Name));
        Assert.All(table.Where(route => route.Scope == Scope.WriteMoney), route => Assert.True(route.IsKeyed));
        Assert.Equal(
            [
                "addStaff", "commandTerminal", "createCards", "createTerminal", "decideHeld", "grantEpoch",
                "mergeWallets", "putLimits", "putPrices", "putStaff", "refillCard", "refundCard", "reissueCard",
                "removeStaff", "revokeTerminal",
            ],
            table.Where(route => route.IsKeyed).Select(route => route.Name).Order(StringComparer.Ordinal));
    }
}
