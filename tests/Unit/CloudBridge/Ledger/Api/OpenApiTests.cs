using System.Text.Json.Nodes;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger.Api;

/// <summary>The document for programs has all that the server routes.</summary>
public sealed class OpenApiTests : IAsyncLifetime
{
    private ApiBench api = null!;

    public async ValueTask InitializeAsync() => api = await ApiBench.StartAsync();

    public ValueTask DisposeAsync() => api.DisposeAsync();

    [Fact]
    public async Task It_needs_no_token_and_has_every_route_with_every_problem()
    {
        var (_, document) = await api.AskAsync("GET", "/v1/openapi.json", token: null);

        var paths = document!["paths"]!.AsObject();
        var table = ApiTable.Of(api.Folder);
        Assert.Equal(table.Count, paths.Sum(path => path.Value!.AsObject().Count));
        foreach (var route in table)
        {
            var operation = paths[route.Path]![route.Method.ToLowerInvariant()]!;
            Assert.Equal(route.Scope, (string?)operation["security"]![0]!["token"]![0]);
            var forBadges = operation["security"]!.AsArray().Skip(1).SingleOrDefault()?["token"]!.AsArray();
            Assert.Equal(
                route.ScopeForBadges is { } more ? [route.Scope, more] : null,
                forBadges?.Select(one => (string)one!));
            if (route.ScopeForBadges is { } scope)
                Assert.Contains(scope, (string)operation["description"]!, StringComparison.Ordinal);
            foreach (var problem in route.Problems())
                Assert.Contains(
                    problem.Name,
                    (string)operation["responses"]![$"{problem.Status}"]!["description"]!,
                    StringComparison.Ordinal);
            Assert.NotNull(operation["responses"]![$"{route.Status}"]);
        }
    }

    /// <summary>What terminals ask has a format of its own, and the document is not its own subject.</summary>
    [Fact]
    public void The_server_routes_nothing_under_its_version_that_is_not_in_the_table()
    {
        string[] others =
        [
            "/v1/site", "/v1/enrolments", "/v1/standing", "/v1/ledger-keys", "/v1/journals/{terminal}",
            "/v1/certificates", "/v1/openapi.json",
        ];
        var routed = api.Routed.Where(path => path.StartsWith("/v1/", StringComparison.Ordinal)).Except(others);

        Assert.Equal(
            ApiTable.Of(api.Folder).Select(route => route.Path).Distinct().Order(StringComparer.Ordinal),
            routed.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Whatever_it_points_to_is_in_it()
    {
        var (_, document) = await api.AskAsync("GET", "/v1/openapi.json", token: null);
        var schemas = document!["components"]!["schemas"]!.AsObject();

        var pointers = Pointers(document!).ToList();

        Assert.NotEmpty(pointers);
        Assert.All(pointers, pointer => Assert.True(
            schemas.ContainsKey(pointer["#/components/schemas/".Length..]), pointer));
    }

    private static IEnumerable<string> Pointers(JsonNode? node) => node switch
    {
        JsonObject all when all["$ref"] is { } pointer => [(string)pointer!],
        JsonObject all => all.SelectMany(member => Pointers(member.Value)),
        JsonArray items => items.SelectMany(Pointers),
        _ => [],
    };
}
