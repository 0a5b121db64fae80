using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Lines whose predecessors may be in another worker's hands. A few of each terminal, and near its end: whoever sends
/// what is far ahead waits with nobody, and takes nobody else's place.
/// </summary>
internal sealed class EarlyLines
{
    /// <summary>Of one terminal: what its relay has under way at once.</summary>
    public const int Most = 512;

    private readonly Dictionary<TerminalId, SortedDictionary<RecordPosition, EarlyLine>> waiting = [];

    /// <summary>Does nobody wait?</summary>
    public bool IsEmpty => waiting.Count == 0;

    /// <summary>When the last of them came, by the ledger's time; 0: nobody waits.</summary>
    public long LastMilliseconds => waiting.Values
        .SelectMany(lines => lines.Values).Select(line => line.AtMilliseconds).DefaultIfEmpty().Max();

    /// <summary>Is there room for a line, or does it wait already?</summary>
    public bool HasRoomFor(TerminalBook book, StoredLine line)
    {
        var position = line.Head.Position;
        if (book.Chain(position.Epoch) is not { } chain || position.Sequence - chain.Sequence > Most)
            return false;
        if (!waiting.TryGetValue(book.Terminal, out var lines))
            return true;
        return lines.TryGetValue(position, out var known) ? known.Line.Hash == line.Hash : lines.Count < Most;
    }

    /// <summary>Keeps one, without the message that it came in; nothing new when it waits already.</summary>
    public void Add(EarlyLine early)
    {
        if (!waiting.TryGetValue(early.Terminal, out var lines))
            waiting.Add(early.Terminal, lines = []);
        if (lines.ContainsKey(early.Line.Head.Position))
            return;
        var own = StoredLine.Read(early.Line.Signed.Compact.ToArray(), site: null).OrThrow();
        lines.Add(own.Head.Position, early with { Line = own });
    }

    /// <summary>Takes out what need not wait any more: its place has come, or it has waited for too long.</summary>
    /// <param name="books">As they are.</param>
    /// <param name="now">Monotonic milliseconds.</param>
    /// <param name="patience">The longest wait, in milliseconds.</param>
    public IEnumerable<EarlyLine> TakeReady(LedgerBooks books, long now, long patience)
    {
        foreach (var (terminal, lines) in waiting.ToList())
        {
            // One by one: each that is booked makes room for the next.
            foreach (var line in lines.Values.ToList())
                if (now - line.Since >= patience || IsReady(books.Terminal(terminal), line.Line))
                {
                    lines.Remove(line.Line.Head.Position);
                    yield return line;
                }
            if (lines.Count == 0)
                waiting.Remove(terminal);
        }
    }

    private static bool IsReady(TerminalBook book, StoredLine line) =>
        book.PlaceOf(line.Head.Position, line.Head.Previous, line.Hash) != Place.Beyond;
}
