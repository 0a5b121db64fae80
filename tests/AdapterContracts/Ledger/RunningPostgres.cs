using Tests.AdapterContracts.Ledger;
using Tests.Support;

[assembly: AssemblyFixture(typeof(RunningPostgres))]

namespace Tests.AdapterContracts.Ledger;

/// <summary>One server for all tests; each has databases of its own.</summary>
public sealed class RunningPostgres : IAsyncLifetime
{
    private readonly Lazy<Task<PostgresServer>> server = new(() => PostgresServer.StartAsync(CancellationToken.None));

    /// <summary>Started when it is asked for: most tests need none.</summary>
    public PostgresServer Server => server.Value.GetAwaiter().GetResult();

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (server.IsValueCreated)
            await (await server.Value).DisposeAsync();
    }
}
