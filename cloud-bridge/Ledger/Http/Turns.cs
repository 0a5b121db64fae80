namespace CloudBridge.Ledger;

/// <summary>
/// Two at a time, others behind them in the order in which they came, so that whoever asks without end costs others a
/// moment, and does not turn them away. Any thread.
/// </summary>
internal sealed class Turns
{
    /// <summary>So many are answered at a time.</summary>
    public const int MostAtOnce = 2;

    /// <summary>So many wait.</summary>
    public const int MostWaiting = 64;

    private readonly Lock gate = new();
    private readonly Queue<TaskCompletionSource> waiting = new();
    private int underWay;

    /// <summary>Waits for a turn, which ends when it is disposed of.</summary>
    /// <returns>Null: too many wait already.</returns>
    public async Task<IDisposable?> TakeAsync(CancellationToken cancellation)
    {
        TaskCompletionSource mine;
        lock (gate)
        {
            if (underWay < MostAtOnce)
            {
                underWay++;
                return new Turn(this);
            }
            if (waiting.Count >= MostWaiting)
                return null;
            mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Enqueue(mine);
        }
        await using var gone = cancellation.Register(() => mine.TrySetCanceled(cancellation));
        await mine.Task;
        return new Turn(this);
    }

    private void End()
    {
        lock (gate)
        {
            // Who has gone meanwhile has no turn.
            while (waiting.TryDequeue(out var next))
                if (next.TrySetResult())
                    return;
            underWay--;
        }
    }

    private sealed class Turn(Turns turns) : IDisposable
    {
        public void Dispose() => turns.End();
    }
}
