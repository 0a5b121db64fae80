using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>The chain of a log's lines, as far as they were read or written: each names the one before.</summary>
/// <param name="nameOf">A line, for messages.</param>
/// <param name="advice">What to do about a line that is not what it should be.</param>
internal sealed class LogChain(Func<long, string> nameOf, string advice)
{
    private long chainedFrom;

    /// <summary>The number of the last line; 0: there is none.</summary>
    public long Number { get; private set; }

    /// <summary>Its hash; zero: there is none.</summary>
    public Digest Last { get; private set; }

    /// <summary>How the log ends.</summary>
    public LogEnd End => new(Number, Last, chainedFrom);

    /// <summary>The line that was read or written last, for messages.</summary>
    public string LastLine => nameOf(Number);

    /// <summary>The next line, with its newline.</summary>
    public ReadOnlyMemory<byte> Next(LedgerEntry entry)
    {
        var line = LogLine.Write(Number + 1, Last, entry);
        Count(line.Span[..^1], isChained: true);
        return line;
    }

    /// <summary>Takes the next line as it was stored.</summary>
    /// <param name="line">Without its newline.</param>
    /// <exception cref="LedgerDamageException">It is not what it should be.</exception>
    public LedgerEntry Take(ReadOnlySpan<byte> line)
    {
        if (!LogLine.Read(line, Number + 1).Succeeded(out var read, out var error) ||
            !read.ReadEntry().Succeeded(out var entry, out error))
            throw new LedgerDamageException($"{nameOf(Number + 1)}: {error.Detail}. {advice}");
        if (read.Previous is { } previous ? previous != Last : chainedFrom > 0)
            throw new LedgerDamageException(
                $"{nameOf(Number + 1)}: it does not name line {Number} as the one before: one of them was changed. " +
                advice);
        Count(line, isChained: read.Previous is not null);
        return entry;
    }

    /// <summary>Reads a line again that was read or written before.</summary>
    /// <param name="line">Without its newline.</param>
    /// <param name="number">Its number.</param>
    /// <exception cref="LedgerDamageException">It is not what it was.</exception>
    public LedgerEntry ReadAgain(ReadOnlySpan<byte> line, long number) =>
        LogLine.Read(line, number).Succeeded(out var read, out var error) &&
        read.ReadEntry().Succeeded(out var entry, out error)
            ? entry
            : throw new LedgerDamageException($"{nameOf(number)}: {error!.Detail}. {advice}");

    private void Count(ReadOnlySpan<byte> line, bool isChained)
    {
        Number++;
        Last = Digest.Of(line);
        if (isChained && chainedFrom == 0)
            chainedFrom = Number;
    }
}
