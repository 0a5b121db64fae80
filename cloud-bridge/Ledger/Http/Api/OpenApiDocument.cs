using System.Globalization;
using System.Text.Json.Nodes;
using CloudBridge.Contract;
using Microsoft.AspNetCore.WebUtilities;

namespace CloudBridge.Ledger;

/// <summary>What the API can do, for programs (OpenAPI 3.1), made of the table that requests are routed by.</summary>
internal static class OpenApiDocument
{
    private const string Problem = "Problem";
    private const string Scheme = "token";

    /// <summary>Of these routes.</summary>
    public static JsonObject Of(IReadOnlyList<ApiRoute> table)
    {
        var (schemas, paths) = (new ApiSchema(), new JsonObject());
        foreach (var route in table)
        {
            if (paths[route.Path] is not JsonObject path)
                paths[route.Path] = path = [];
            path[route.Method.ToLowerInvariant()] = OperationOf(route, schemas);
        }
        schemas.Named[Problem] = ProblemSchema();
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Ledger of a site of Edge Terminal",
                ["version"] = "1",
                ["description"] = "Amounts are whole numbers of minor units (cents). Times are milliseconds since " +
                    "1970-01-01T00:00:00Z. A card is named by its token, never by its UID.",
            },
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas.Named,
                ["securitySchemes"] = new JsonObject
                {
                    [Scheme] = new JsonObject
                    {
                        ["type"] = "http",
                        ["scheme"] = "bearer",
                        ["description"] = "Of `ledger token create`. Scopes: " + string.Join(", ", Scope.All),
                    },
                },
            },
        };
    }

    private static JsonObject OperationOf(ApiRoute route, ApiSchema schemas)
    {
        var operation = new JsonObject
        {
            ["operationId"] = route.Name,
            ["summary"] = route.Summary,
            ["security"] = new JsonArray(new JsonObject { [Scheme] = new JsonArray(route.Scope) }),
        };
        if (route.ScopeForBadges is { } more)
        {
            // One of these is enough, as far as the document can say: the description says when it is not.
            operation["security"]!.AsArray().Add(
                (JsonNode)new JsonObject { [Scheme] = new JsonArray(route.Scope, more) });
            operation["description"] = $"Badges (BDG) need the scope {more} as well.";
        }
        var parameters = new JsonArray([.. ParametersOf(route)]);
        if (parameters.Count > 0)
            operation["parameters"] = parameters;
        if (route.Body is { } body)
            operation["requestBody"] = new JsonObject
            {
                ["required"] = true,
                ["content"] = ContentOf("application/json", schemas.Of(body)),
            };
        operation["responses"] = ResponsesOf(route, schemas);
        return operation;
    }

    private static IEnumerable<JsonNode> ParametersOf(ApiRoute route)
    {
        foreach (var part in route.Path.Split('/'))
            if (part is ['{', .. var name, '}'])
                yield return new JsonObject
                {
                    ["name"] = name,
                    ["in"] = "path",
                    ["required"] = true,
                    ["schema"] = new JsonObject { ["type"] = "string" },
                };
        foreach (var query in route.Query)
            yield return new JsonObject
            {
                ["name"] = query.Name,
                ["in"] = "query",
                ["description"] = query.Description,
                ["schema"] = query.Schema.DeepClone(),
            };
        if (route.IsKeyed)
            yield return new JsonObject
            {
                ["name"] = "Idempotency-Key",
                ["in"] = "header",
                ["required"] = true,
                ["description"] = "New for each request, and the same when it is made again.",
                ["schema"] = new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = 102 },
            };
    }

    private static JsonObject ResponsesOf(ApiRoute route, ApiSchema schemas)
    {
        var responses = new JsonObject
        {
            [Text(route.Status)] = new JsonObject
            {
                ["description"] = route.Summary,
                ["content"] = ContentOf(
                    route.MediaType,
                    route.Answer is { } answer ? schemas.Of(answer) : new JsonObject { ["type"] = "string" }),
            },
        };
        foreach (var problems in route.Problems().Distinct().GroupBy(problem => problem.Status).OrderBy(row => row.Key))
            responses[Text(problems.Key)] = new JsonObject
            {
                ["description"] = $"{ReasonPhrases.GetReasonPhrase(problems.Key)}: " +
                    string.Join(", ", problems.Select(problem => problem.Name)),
                ["content"] = ContentOf(ProblemDocument.MediaType, new JsonObject
                {
                    ["allOf"] = new JsonArray(ApiSchema.To(Problem)),
                    ["properties"] = new JsonObject
                    {
                        ["type"] = new JsonObject
                        {
                            ["enum"] = new JsonArray(
                                [.. problems.Select(problem => (JsonNode)ProblemDocument.TypeOf(problem.Name))]),
                        },
                    },
                }),
            };
        return responses;
    }

    /// <summary>RFC 9457, section 3.1; members that others add are skipped.</summary>
    private static JsonObject ProblemSchema() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["type"] = new JsonObject { ["type"] = "string" },
            ["title"] = new JsonObject { ["type"] = "string" },
            ["status"] = new JsonObject { ["type"] = "integer" },
            ["detail"] = new JsonObject { ["type"] = "string" },
        },
        ["required"] = new JsonArray("type", "title", "status", "detail"),
    };

    private static JsonObject ContentOf(string mediaType, JsonNode schema) =>
        new() { [mediaType] = new JsonObject { ["schema"] = schema } };

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);
}
