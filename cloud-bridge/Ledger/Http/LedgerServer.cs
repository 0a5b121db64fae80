using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CloudBridge.Ledger;

/// <summary>
/// The ledger's HTTP server: resources under versioned paths, and problem documents for whatever goes wrong.
/// </summary>
internal sealed partial class LedgerServer : IAsyncDisposable
{
    private const int MostConnections = 1_000;

    /// <summary>None of what is sent here is long.</summary>
    private const int LongestBody = 1024 * 1024;

    private readonly WebApplication application;
    private readonly X509Certificate2? certificate;
    private readonly LoginPage login;

    private LedgerServer(WebApplication application, X509Certificate2? certificate, LoginPage login) =>
        (this.application, this.certificate, this.login) = (application, certificate, login);

    /// <summary>Starts one.</summary>
    /// <param name="plan">Where it listens.</param>
    /// <param name="folder">Whose server it is.</param>
    /// <param name="loggers">For its log.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <exception cref="IOException">It cannot listen there.</exception>
    /// <exception cref="LedgerStoreException">Its certificate cannot be used.</exception>
    public static async Task<LedgerServer> StartAsync(
        HttpPlan plan, LedgerFolder folder, ILoggerFactory loggers, CancellationToken cancellation)
    {
        var (certificate, chain) = Certificate(plan, folder);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<ILoggerFactory>(new QuietLoggers(loggers));
        builder.Services.AddSingleton<IHostLifetime, EndsWithItsOwner>();
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
            kestrel.Limits.MaxRequestBodySize = LongestBody;
            kestrel.Listen(plan.EndPoint, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (certificate is not null)
                    listen.UseHttps(Tls(certificate, chain));
            });
        });
        var application = builder.Build();
        var server = new LedgerServer(application, certificate, new LoginPage(folder.Accounts, TimeProvider.System));
        var table = ApiTable.Of(folder);
        try
        {
            server.Route(
                [
                    new SiteResource(new(folder.Site, folder.PublicKey)),
                    new EnrolmentResource(folder.Desk, folder.Signer),
                    new HandoverResource(
                        new Handover(folder.Site, folder.Store, folder.Signer) { HandedIn = plan.HandedIn },
                        folder.Renewals,
                        folder.Store,
                        TimeProvider.System),
                    new ApiResource(table, new TokenGuard(folder.Tokens, TimeProvider.System), folder.Cards),
                    new OpenApiResource(table),
                    .. server.Console(plan, folder),
                ],
                loggers.CreateLogger<LedgerServer>());
            await application.StartAsync(cancellation);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
        folder.Server.Leave(plan.Address, isOfOwnAuthority: !plan.IsPlain && plan.Foreign is null);
        Log.Serves(loggers.CreateLogger<LedgerServer>(), plan.Address);
        return server;
    }

    /// <summary>What it routes, with parameters in braces.</summary>
    internal IEnumerable<string> Paths => ((IEndpointRouteBuilder)application).DataSources
        .SelectMany(source => source.Endpoints)
        .OfType<RouteEndpoint>()
        .Select(endpoint => endpoint.RoutePattern.RawText ?? "");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await application.DisposeAsync();
        login.Dispose();
        certificate?.Dispose();
    }

    private IEnumerable<IResource> Console(HttpPlan plan, LedgerFolder folder) => plan.HasConsole
        ?
        [
            new ConsoleResource(
                ConsoleTable.Of(
                    folder,
                    new FleetView(plan.Fleet ?? new Fleet(), plan.IsConnected ?? (() => false), TimeProvider.System),
                    TimeProvider.System),
                login,
                folder.Accounts,
                new ConsoleFrame(folder.Site, ConsoleFiles.HasScript)),
        ]
        : [];

    private void Route(IEnumerable<IResource> resources, ILogger logger)
    {
        application.Use((context, next) => GuardAsync(context, next, logger));
        application.UseRouting();
        foreach (var resource in resources)
            resource.Map(application);
        // UseRouting alone does not run what it has found, as the ordinary builder would have it.
        application.UseEndpoints(_ => { });
    }

    /// <summary>What no resource has answered is a problem as well.</summary>
    private static async Task GuardAsync(HttpContext context, RequestDelegate next, ILogger logger)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException error) when (!context.Response.HasStarted)
        {
            await Problems.WriteAsync(context, error.StatusCode, "bad-request", error.Message);
            return;
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            // Not the path itself: it may name a card.
            var path = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "a path that is not known";
            Log.Failed(logger, context.Request.Method, path, error);
            await Problems.WriteAsync(
                context, StatusCodes.Status500InternalServerError, "fault", "The ledger's log says what went wrong.");
            return;
        }
        if (context.Response is { HasStarted: false, StatusCode: StatusCodes.Status404NotFound })
            await Problems.WriteAsync(
                context,
                StatusCodes.Status404NotFound,
                "no-such-path",
                "There is no such path. Those that there are begin with /v1/.");
        else if (context.Response is { HasStarted: false, StatusCode: StatusCodes.Status405MethodNotAllowed })
            await Problems.WriteAsync(
                context,
                StatusCodes.Status405MethodNotAllowed,
                "no-such-method",
                $"Expected {context.Response.Headers.Allow}.");
    }

    private static (X509Certificate2? Own, X509Certificate2Collection Chain) Certificate(
        HttpPlan plan, LedgerFolder folder)
    {
        if (plan.IsPlain)
            return (null, []);
        if (plan.Foreign is { } foreign)
            return ServerFiles.Read(foreign.Certificate, foreign.Key);
        using (folder.Alone())
            return (folder.Server.Certificate(plan.Names), []);
    }

    private static HttpsConnectionAdapterOptions Tls(X509Certificate2 own, X509Certificate2Collection chain) => new()
    {
        ServerCertificate = own,
        ServerCertificateChain = chain,
        SslProtocols = SslProtocols.Tls13,
        ClientCertificateMode = ClientCertificateMode.NoCertificate,
    };

    /// <summary>Signals are for who started the server.</summary>
    private sealed class EndsWithItsOwner : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Serves {Address}")]
        public static partial void Serves(ILogger logger, Uri address);

        [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
        public static partial void Failed(ILogger logger, string method, string path, Exception error);
    }
}
