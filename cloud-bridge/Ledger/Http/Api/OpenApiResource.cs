using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace CloudBridge.Ledger;

/// <summary><c>/v1/openapi.json</c>: what the API can do, for programs. It needs no token.</summary>
internal sealed class OpenApiResource(IReadOnlyList<ApiRoute> table) : IResource
{
    private readonly byte[] content = Encoding.UTF8.GetBytes(OpenApiDocument.Of(table).ToJsonString());

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/openapi.json", context => Problems.BodyAsync(context, "application/json", content));
}
