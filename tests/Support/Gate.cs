namespace Tests.Support;

/// <summary>Lets everybody through, or holds everybody until it is opened again.</summary>
internal sealed class Gate
{
    private readonly Lock change = new();
    private TaskCompletionSource opened = Opened();

    public Task PassAsync(CancellationToken cancellation)
    {
        lock (change)
            return opened.Task.WaitAsync(cancellation);
    }

    public void Open()
    {
        lock (change)
            opened.TrySetResult();
    }

    public void Close()
    {
        lock (change)
            if (opened.Task.IsCompleted)
                opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private static TaskCompletionSource Opened()
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        source.SetResult();
        return source;
    }
}
