namespace Tests.BenchPage;

/// <summary>
/// The one pair of hands at the bench: what is done there is done one after another, whoever ordered it. So a card lies
/// at one station, one person walks at a time, and a clock is turned once.
/// </summary>
public sealed class Hands : IDisposable
{
    private readonly SemaphoreSlim free = new(1, 1);

    /// <summary>Does it when all that was ordered before is done.</summary>
    public async Task DoAsync(Func<Task> act, CancellationToken cancellation)
    {
        await free.WaitAsync(cancellation);
        try
        {
            await act();
        }
        finally
        {
            free.Release();
        }
    }

    /// <inheritdoc cref="DoAsync(Func{Task}, CancellationToken)"/>
    public Task DoAsync(Action act, CancellationToken cancellation) => DoAsync(
        () =>
        {
            act();
            return Task.CompletedTask;
        },
        cancellation);

    /// <inheritdoc/>
    public void Dispose() => free.Dispose();
}
