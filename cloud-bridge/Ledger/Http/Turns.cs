using System.Net;

namespace CloudBridge.Ledger;

/// <summary>
/// Two at a time, others behind them in the order in which they came. Whoever asks without end costs others a moment,
/// and turns nobody away who comes from elsewhere: where no place is left, the address that has the most gives up its
/// last. Any thread.
/// </summary>
internal sealed class Turns
{
    /// <summary>So many are answered at a time.</summary>
    public const int MostAtOnce = 2;

    /// <summary>So many wait.</summary>
    public const int MostWaiting = 64;

    private readonly Lock gate = new();
    private readonly LinkedList<Waiting> waiting = [];
    private int underWay;

    /// <summary>Waits for a turn, which ends when it is disposed of.</summary>
    /// <param name="from">Where from; null: nobody knows.</param>
    /// <param name="cancellation">He has gone.</param>
    /// <returns>Null: too many wait, or have come since from elsewhere; he may come again.</returns>
    public async Task<IDisposable?> TakeAsync(IPAddress? from, CancellationToken cancellation)
    {
        var mine = new LinkedListNode<Waiting>(new Waiting(CallerAddress.NameOf(from)));
        lock (gate)
        {
            if (underWay < MostAtOnce)
            {
                underWay++;
                return new Turn(this);
            }
            if (waiting.Count >= MostWaiting && !MakeRoomFor(mine.Value.From))
                return null;
            waiting.AddLast(mine);
        }
        await using var gone = cancellation.Register(() => Leave(mine, cancellation));
        return await mine.Value.HasTurn.Task ? new Turn(this) : null;
    }

    /// <summary>Who has fewer places than another takes one of his: the last, which has waited least.</summary>
    private bool MakeRoomFor(string from)
    {
        var places = waiting.CountBy(one => one.From).ToDictionary();
        var (most, count) = places.MaxBy(row => row.Value);
        if (count < places.GetValueOrDefault(from) + 2)
            return false;
        for (var last = waiting.Last; last is not null; last = last.Previous)
            if (last.Value.From == most)
            {
                waiting.Remove(last);
                last.Value.HasTurn.TrySetResult(false);
                return true;
            }
        throw new InvalidOperationException("Who is counted is there.");
    }

    private void Leave(LinkedListNode<Waiting> mine, CancellationToken cancellation)
    {
        lock (gate)
            if (mine.List is not null)
                waiting.Remove(mine);
        mine.Value.HasTurn.TrySetCanceled(cancellation);
    }

    private void End()
    {
        lock (gate)
        {
            // Who has gone meanwhile has no turn.
            while (waiting.First is { } next)
            {
                waiting.RemoveFirst();
                if (next.Value.HasTurn.TrySetResult(true))
                    return;
            }
            underWay--;
        }
    }

    private sealed class Turn(Turns turns) : IDisposable
    {
        public void Dispose() => turns.End();
    }

    private sealed class Waiting(string from)
    {
        public string From => from;

        public TaskCompletionSource<bool> HasTurn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
