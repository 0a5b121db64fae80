using CloudBridge.Storage;
using Tests.Support;

namespace Tests.BenchPage;

/// <summary>The site's own terminal: the one of the story.</summary>
internal sealed class SiteTerminal(RunningSite site) : ITerminal
{
    private static readonly TimeSpan UntilNoticed = TimeSpan.FromSeconds(2);

    public PanelViewer Panel => site.Panel;

    public IStorage Journal => site.Journal;

    public Task PutAsync(string card) => site.PutAsync(card);

    /// <summary>A card that was gone before its reader had seen it is never noticed to be gone.</summary>
    public async Task TakeAsync()
    {
        using var enough = new CancellationTokenSource(UntilNoticed);
        try
        {
            await site.TakeAsync(enough.Token);
        }
        catch (OperationCanceledException)
        {
            // It is taken away all the same.
        }
    }

    public Task PullThePlugAsync(CancellationToken cancellation) => site.PullThePlugAsync(cancellation);

    public async Task SwitchOnAsync(CancellationToken cancellation)
    {
        try
        {
            await site.StartTerminalAsync("", cancellation);
        }
        catch
        {
            // It is off, as whoever switched it on will believe.
            await site.PullThePlugAsync(CancellationToken.None);
            throw;
        }
    }
}
