using Microsoft.AspNetCore.Routing;

namespace CloudBridge.Ledger;

/// <summary>One thing that the HTTP server has, with what can be done to it.</summary>
internal interface IResource
{
    /// <summary>
    /// Adds its paths, all of which begin with a version, <c>/v1/</c>, but for those that people open.
    /// </summary>
    void Map(IEndpointRouteBuilder routes);
}
