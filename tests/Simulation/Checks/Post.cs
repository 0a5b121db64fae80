using CloudBridge.Contract;
using Tests.Support;

namespace Tests.Simulation;

/// <summary>
/// What terminals have really published, by the very bytes in which the broker carries it: what it has forged is not
/// among them.
/// </summary>
/// <param name="find">What a terminal ever made durable in a place; null: nothing like that.</param>
/// <param name="forgets">What was brought once does not come again.</param>
internal sealed class Post(Func<TerminalId, RecordPosition, Digest, JournalRecord?> find, bool forgets)
{
    /// <summary>More than are on their way at once.</summary>
    private const int Kept = 20_000;

    private readonly Queue<ReadOnlyMemory<byte>> order = new();

    private readonly Dictionary<ReadOnlyMemory<byte>, List<Line>> lines = [];

    /// <summary>A line of a journal.</summary>
    /// <param name="Terminal">Whose.</param>
    /// <param name="Position">Which.</param>
    /// <param name="Blocks">The card that it blocks; null: none.</param>
    internal sealed record Line(TerminalId Terminal, RecordPosition Position, CardToken? Blocks);

    /// <summary>A terminal sends lines of its journal; one that has rotted since is none.</summary>
    public void Sent(ReadOnlyMemory<byte> payload)
    {
        var all = new List<Line>();
        foreach (var bytes in JournalBatch.Split(payload).OrThrow())
            if (Jws.OpenUnverified(JwsType.Record, bytes).Succeeded(out var signed, out _) &&
                RecordLine.ReadHead(signed, Site.Id).Succeeded(out var head, out _) &&
                find(head.Terminal, head.Position, signed.Hash()) is { } record)
                all.Add(new Line(head.Terminal, head.Position, (record.Fact as Fact.CardBlocked)?.Card));
        lines[payload] = all;
        if (!forgets)
            return;
        order.Enqueue(payload);
        if (order.Count > Kept)
            lines.Remove(order.Dequeue());
    }

    /// <summary>What a message brings; nothing when nobody has sent it like that.</summary>
    public IReadOnlyList<Line> In(ReadOnlyMemory<byte> payload) => lines.GetValueOrDefault(payload) ?? [];
}
