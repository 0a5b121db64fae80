using System.Buffers;
using System.Globalization;
using System.Text;
using CloudBridge.Contract;
using CloudBridge.Storage;

namespace CloudBridge.Ledger;

/// <summary>
/// The embedded store's file: lines that are only ever appended, and synced before anybody is told. What a crash leaves
/// after the last newline was never told to anybody, and is cut off by the next writer.
/// </summary>
/// <remarks>Failures of the disk are those of <see cref="IStorage"/>.</remarks>
internal sealed class LedgerLog(IStorage storage)
{
    private const string FileName = "ledger.log";
    private const string MarkName = "ledger.durable";
    private const int MarkedEvery = 256 * 1024;
    private const int PieceBytes = 1024 * 1024;

    /// <summary>What to do about a line that is not what it should be.</summary>
    public const string Advice =
        "Stop the ledger, restore the whole folder from a backup, and run ledger raise-era --state DIR: terminals " +
        "then send again what the backup lacks.";

    private long offset;
    private long number;
    private long durable;
    private Digest last;
    private long chainedFrom;
    private long? marked;

    /// <summary>Is all that was read known to be durable?</summary>
    public bool IsSettled => durable == offset;

    /// <summary>The line that was read last, for messages.</summary>
    public string LastLine => NameOf(number);

    /// <summary>How it ends, as far as it was read.</summary>
    public LogEnd End => new(number, last, chainedFrom);

    /// <summary>
    /// Entries that were appended since the last call, by whichever process. They are read while they are taken, so
    /// that a log may be longer than the memory.
    /// </summary>
    /// <exception cref="LedgerDamageException">A line is not what it should be; no line after it is read.</exception>
    public IEnumerable<LedgerEntry> ReadNew()
    {
        if (!storage.Exists(FileName))
            yield break;
        var line = new ArrayBufferWriter<byte>();
        while (storage.Read(FileName, offset + line.WrittenCount, PieceBytes) is { Length: > 0 } piece)
            for (var rest = piece.AsMemory(); !rest.IsEmpty;)
            {
                var end = rest.Span.IndexOf((byte)'\n');
                line.Write(rest.Span[..(end < 0 ? rest.Length : end)]);
                if (end < 0)
                    break;
                yield return Take(line.WrittenSpan);
                line.ResetWrittenCount();
                rest = rest[(end + 1)..];
            }
    }

    /// <summary>
    /// Makes durable what was read. A process may have been killed between writing and syncing it, or its sync may have
    /// failed. Only under the store's lock.
    /// </summary>
    /// <exception cref="LedgerStoreException">It is not there any more: whoever wrote it took it back.</exception>
    public void Settle()
    {
        if (IsSettled)
            return;
        using var file = storage.Append(FileName);
        CheckLength(file);
        file.WriteAgain(Math.Max(durable, marked ??= ReadMark()));
        file.Sync();
        NoteDurable(offset);
    }

    /// <summary>Makes entries durable. Only under the store's lock, after <see cref="ReadNew"/>.</summary>
    /// <exception cref="IOException">They may or may not be stored.</exception>
    /// <exception cref="LedgerStoreException">Nothing is stored: the file is not the one that was read.</exception>
    public void Append(IReadOnlyList<LedgerEntry> entries)
    {
        using var lines = new MemoryStream();
        foreach (var entry in entries)
            lines.Write(Next(entry).Span);
        using var file = storage.Append(FileName);
        CutTornRest(file);
        try
        {
            file.Write(lines.GetBuffer().AsSpan(0, (int)lines.Length));
            file.Sync();
        }
        catch (IOException error)
        {
            throw new IOException(error.Message + CutBack(file), error);
        }
        offset = file.Length;
        NoteDurable(offset);
    }

    private ReadOnlyMemory<byte> Next(LedgerEntry entry)
    {
        var line = LogLine.Write(number + 1, last, entry);
        Count(line.Span[..^1], isChained: true);
        return line;
    }

    private void Count(ReadOnlySpan<byte> line, bool isChained)
    {
        number++;
        last = Digest.Of(line);
        if (isChained && chainedFrom == 0)
            chainedFrom = number;
    }

    /// <summary>Says on disk now and then how far the log is durable: a start need not write all again.</summary>
    private void NoteDurable(long bytes)
    {
        durable = bytes;
        if (bytes - (marked ??= ReadMark()) < MarkedEvery)
            return;
        try
        {
            storage.Replace(MarkName, Encoding.ASCII.GetBytes(bytes.ToString(CultureInfo.InvariantCulture)));
            marked = bytes;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The entries are stored all the same; the next start writes more of them again.
        }
    }

    /// <summary>
    /// A hint: nothing is known to be durable when it is lost, is somebody else's, or speaks of another log.
    /// </summary>
    private long ReadMark()
    {
        try
        {
            return storage.Exists(MarkName) &&
                long.TryParse(
                    Encoding.ASCII.GetString(storage.Read(MarkName)),
                    NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) &&
                bytes <= offset
                    ? bytes
                    : 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private LedgerEntry Take(ReadOnlySpan<byte> line)
    {
        if (!LogLine.Read(line, number + 1).Succeeded(out var read, out var error) ||
            !read.ReadEntry().Succeeded(out var entry, out error))
            throw new LedgerDamageException($"{NameOf(number + 1)}: {error.Detail}. {Advice}");
        if (read.Previous is { } previous ? previous != last : chainedFrom > 0)
            throw new LedgerDamageException(
                $"{NameOf(number + 1)}: it does not name line {number} as the one before: one of them was changed. " +
                Advice);
        Count(line, isChained: read.Previous is not null);
        offset += line.Length + 1;
        return entry;
    }

    private string NameOf(long line) => $"{FileName} in {storage.Name}, line {line}";

    private void CheckLength(IAppendFile file)
    {
        if (file.Length < offset)
            throw new LedgerStoreException(
                $"{FileName} in {storage.Name} has {file.Length} bytes; {offset} were read. Somebody replaced it or " +
                "cut it back: start the ledger again.");
    }

    private void CutTornRest(IAppendFile file)
    {
        CheckLength(file);
        if (file.Length == offset)
            return;
        var position = offset;
        while (storage.Read(FileName, position, PieceBytes) is { Length: > 0 } piece)
        {
            if (piece.Contains((byte)'\n'))
                throw new LedgerStoreException(
                    $"{FileName} in {storage.Name} has whole lines from byte {offset} on that were not read; they " +
                    "are not cut off. Start the ledger again.");
            position += piece.Length;
        }
        file.Truncate(offset);
    }

    /// <summary>A full disk leaves half a line: take it back, so that the log ends with a whole one.</summary>
    private string CutBack(IAppendFile file)
    {
        try
        {
            file.Truncate(offset);
            file.Sync();
            return "";
        }
        catch (IOException error)
        {
            return $"; and cannot cut it back to {offset} bytes: {error.Message}";
        }
    }
}
