using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tests.Support;

namespace Tests.BenchPage;

/// <summary>
/// Serves the page at 127.0.0.1, on a free port. Only this machine reaches it, and only its own page may give orders:
/// other sites that a browser has open can neither read it nor post to it.
/// </summary>
public sealed class BenchServer : IAsyncDisposable
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly Dictionary<string, (string Path, string Type)> Files = new()
    {
        ["bench.css"] = (InCheckout("wwwroot/bench.css"), "text/css"),
        ["sound.js"] = (InCheckout("wwwroot/sound.js"), "text/javascript"),
        ["trouble.js"] = (InCheckout("wwwroot/trouble.js"), "text/javascript"),
        ["press.js"] = (InCheckout("wwwroot/press.js"), "text/javascript"),
        // From npm, in the version of package-lock.json: npm ci.
        ["htmx.min.js"] = (InCheckout("node_modules/htmx.org/dist/htmx.min.js"), "text/javascript"),
    };

    private readonly WebApplication application;
    private readonly Bench bench;

    private BenchServer(WebApplication application, Bench bench) =>
        (this.application, this.bench) = (application, bench);

    /// <summary>Where the page is.</summary>
    public Uri Address => new(application.Services.GetRequiredService<IServer>()
        .Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public static async Task<BenchServer> StartAsync(Bench bench, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        // The program that opened it has its own Ctrl-C.
        builder.Services.AddSingleton<Microsoft.Extensions.Hosting.IHostLifetime, NoLifetime>();
        var application = builder.Build();
        var server = new BenchServer(application, bench);
        server.Map();
        await application.StartAsync(cancellation);
        return server;
    }

    /// <summary>Orders that are under way are called off and waited for: the bench is taken apart behind it.</summary>
    public async ValueTask DisposeAsync()
    {
        await application.StopAsync();
        await application.DisposeAsync();
    }

    private static string InCheckout(string name) => Path.Combine(Checkout.Root, "tests/BenchPage", name);

    private void Map()
    {
        application.Use(GuardAsync);
        application.MapGet("/", (HttpRequest request) => Page(new PageView(
            PageTexts.For(request.Query["lang"], request.Headers.AcceptLanguage), bench).Page()));
        application.MapGet("/{name}", async (string name) => Files.TryGetValue(name, out var file)
            ? Results.Bytes(await File.ReadAllBytesAsync(file.Path), file.Type)
            : Results.NotFound());
        application.MapGet("/{language}/changes", (string language, string seen) =>
            PageTexts.Find(language) is not { } texts ? Results.NotFound()
            : new PageView(texts, bench).Changes(seen) is { } changes ? Page(changes)
            : Results.NoContent());
        application.MapPost("/{language}/{station}/{order}/{what?}", ObeyAsync);
    }

    private static IResult Page(Html html) => Results.Content(html.Text, "text/html; charset=utf-8");

    private static async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        var (request, headers) = (context.Request, context.Response.Headers);
        if (request.Host.Host is not ("127.0.0.1" or "localhost") ||
            HttpMethods.IsPost(request.Method) && request.Headers["HX-Request"] != "true")
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        await next(context);
    }

    /// <summary>
    /// What was ordered is done whole, also when the browser does not wait for it. What could not be done is said.
    /// </summary>
    private async Task<IResult> ObeyAsync(
        string language, string station, string order, string? what, HttpResponse response)
    {
        if (PageTexts.Find(language) is not { } texts ||
            bench.Stations.FirstOrDefault(known => known.Id == station) is not { } known)
            return Results.NotFound();
        try
        {
            if (!await BenchOrders.ObeyAsync(bench, known, order, what, application.Lifetime.ApplicationStopping))
                return Results.BadRequest();
        }
        catch (Exception failed) when (
            failed is TimeoutException or InvalidOperationException or IOException or SocketException)
        {
            return Results.Text(
                texts.OrderFailed(texts.Station(known.Kind)),
                "text/plain",
                Encoding.UTF8,
                StatusCodes.Status503ServiceUnavailable);
        }
        response.Headers["HX-Trigger"] = "done";
        return Results.NoContent();
    }

    /// <summary>It starts and stops when it is told to, and listens to no signals.</summary>
    private sealed class NoLifetime : Microsoft.Extensions.Hosting.IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
