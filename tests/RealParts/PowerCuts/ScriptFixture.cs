using Tests.Support;

namespace Tests.RealParts.PowerCuts;

/// <summary>One run of the script for all tests of it.</summary>
public sealed class ScriptFixture : IAsyncLifetime
{
    private readonly Site site = new();
    private readonly TemporaryFolder folder = new();

    internal ScriptRun Run { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (DiskRecording.WhyNot is null)
            Run = await ScriptRun.RunAsync(site, folder, TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        site.Dispose();
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
