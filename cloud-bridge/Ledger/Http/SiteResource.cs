using CloudBridge.Contract;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace CloudBridge.Ledger;

/// <summary><c>/v1/site</c>: whose ledger this is, for whoever is about to ask something of it.</summary>
internal sealed class SiteResource(SiteIntroduction introduction) : IResource
{
    private readonly byte[] content = introduction.Write();

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/site", context => Problems.BodyAsync(context, "application/json", content));
}
