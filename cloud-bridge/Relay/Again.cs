using CloudBridge.Contract;

namespace CloudBridge.Relay;

/// <summary>
/// What others want of the journal again. Anybody can ask, without a signature, so it costs little: all asks of an
/// epoch that touch are one, one is answered to its end before the next begins, and so much a second and no more. All
/// hear each answer: when a whole site dials anew at once, everybody asks everybody, and few answers do for all.
/// </summary>
internal sealed class Again(RelayOptions options)
{
    private const int MostWaiting = 4;
    private const long Second = 1_000;

    private readonly List<Part> waiting = [];
    private Part? answering;
    private long secondBegan = long.MinValue / 2;
    private long bytesThisSecond;
    private bool isBegun;
    private long lastBegan = long.MinValue / 2;

    /// <summary>Somebody wants these lines.</summary>
    /// <param name="wanted">Which.</param>
    /// <param name="tail">The last that there is: what is asked for beyond it takes nobody's place.</param>
    public void Want(ResendMessage wanted, RecordPosition tail)
    {
        if (new RecordPosition(wanted.Epoch, wanted.From) > tail)
            return;
        var part = new Part(wanted.Epoch, wanted.From - 1, wanted.Through);
        // What is still to come of the answer under way need not be sent once more.
        if (answering is { } now && now.Touches(part))
        {
            answering = now.With(part) with { After = now.After };
            part = part with { Through = Math.Min(part.Through, now.After) };
        }
        if (part.Through <= part.After)
            return;
        foreach (var other in waiting.Where(part.Touches).ToList())
        {
            waiting.Remove(other);
            part = part.With(other);
        }
        if (waiting.Count < MostWaiting)
            waiting.Add(part);
    }

    /// <summary>The next lines; null when there are none, or not now.</summary>
    public OutboxBatch? Next(IOutbox outbox, long now)
    {
        if (now - secondBegan >= Second)
            (secondBegan, bytesThisSecond) = (now, 0);
        while (bytesThisSecond < options.AgainBytesASecond && Begin(now) is { } part)
        {
            var batch = outbox.Read(new RecordPosition(part.Epoch, part.After), options.BatchBytes);
            if (batch.Lines.IsEmpty || batch.Last.Epoch != part.Epoch)
            {
                answering = null;
                continue;
            }
            if (!isBegun)
                (isBegun, lastBegan) = (true, now);
            answering = batch.Last.Sequence < part.Through ? part with { After = batch.Last.Sequence } : null;
            bytesThisSecond += batch.Lines.Length;
            return batch;
        }
        return null;
    }

    private Part? Begin(long now)
    {
        if (answering is null && waiting.Count > 0 && now - lastBegan >= options.AgainPause)
        {
            (answering, isBegun) = (waiting[0], false);
            waiting.RemoveAt(0);
        }
        return answering;
    }

    /// <summary>Lines of an epoch, from behind one to another.</summary>
    private sealed record Part(long Epoch, long After, long Through)
    {
        public bool Touches(Part other) => Epoch == other.Epoch && After <= other.Through && other.After <= Through;

        public Part With(Part other) => this with
        {
            After = Math.Min(After, other.After), Through = Math.Max(Through, other.Through),
        };
    }
}
