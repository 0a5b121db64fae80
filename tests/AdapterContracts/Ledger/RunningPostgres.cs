using Tests.AdapterContracts.Ledger;
using Tests.Support;

[assembly: AssemblyFixture(typeof(RunningPostgres))]

namespace Tests.AdapterContracts.Ledger;

/// <summary>One server for all tests; each has databases of its own.</summary>
public sealed class RunningPostgres : IAsyncLifetime
{
    public PostgresServer Server { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => Server = await PostgresServer.StartAsync(CancellationToken.None);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
