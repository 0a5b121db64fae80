using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What came on a terminal's topic and is no line of its journal.</summary>
/// <param name="Terminal">Whose topic; null: of nobody who is enrolled.</param>
/// <param name="Counts">How often, ever, by what was wrong with it.</param>
/// <param name="Lines">The first ones that came within thirty days.</param>
internal sealed record RejectedFile(
    TerminalId? Terminal, ValueList<RejectedCount> Counts, ValueList<RejectedLine> Lines);

/// <summary>How often.</summary>
internal sealed record RejectedCount(string Kind, long Times);

/// <summary>One of them.</summary>
/// <param name="AtMilliseconds">When it came, since 1970-01-01T00:00:00Z.</param>
/// <param name="Kind">What was wrong with it, in a word.</param>
/// <param name="Detail">For people.</param>
/// <param name="Bytes">Base64 of the first 16 KiB.</param>
internal sealed record RejectedLine(long AtMilliseconds, string Kind, string Detail, string Bytes);
