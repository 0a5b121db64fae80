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
/// <param name="storage">Its folder.</param>
/// <param name="enter">As of <see cref="ILedgerLog.Enter"/>.</param>
internal sealed class LedgerLog(IStorage storage, Func<IDisposable> enter) : ILedgerLog
{
    private const string FileName = "ledger.log";
    private const string MarkName = "ledger.durable";
    private const int MarkedEvery = 256 * 1024;
    private const string WhatToDo =
        "Stop the ledger, restore the whole folder from a backup, and run ledger raise-era --state DIR: terminals " +
        "then send again what the backup lacks.";

    private const int PieceBytes = 1024 * 1024;

    /// <summary>So many lines, or bytes, are read to find one of them; a longer line is read alone.</summary>
    private const int LinesOfPage = 32;
    private const int BytesOfPage = 64 * 1024;

    private readonly LogChain chain = new(line => $"{FileName} in {storage.Name}, line {line}", WhatToDo);
    private readonly List<(long Number, long Begin)> pages = [];
    private long offset;
    private long durable;
    private long? marked;

    /// <summary>A log of which nothing but its lines is wanted.</summary>
    public static ILedgerLog ToRead(IStorage storage) =>
        new LedgerLog(storage, () => throw new NotSupportedException("This log is only read."));

    /// <inheritdoc/>
    public string Name => storage.Name;

    /// <inheritdoc/>
    public bool IsSettled => durable == offset;

    /// <inheritdoc/>
    public string LastLine => chain.LastLine;

    /// <inheritdoc/>
    public string Advice => WhatToDo;

    /// <inheritdoc/>
    public LogEnd End => chain.End;

    /// <inheritdoc/>
    public IDisposable Enter(Action whenNext) => enter();

    /// <inheritdoc/>
    public ILedgerLog FromTheFirst() => new LedgerLog(storage, enter);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <inheritdoc/>
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

    /// <inheritdoc/>
    public IReadOnlyList<LedgerEntry> ReadAt(IReadOnlyList<long> numbers)
    {
        var entries = new List<LedgerEntry>(numbers.Count);
        foreach (var wanted in numbers.GroupBy(PageOf))
        {
            var (at, begin) = pages[wanted.Key];
            var end = wanted.Key + 1 < pages.Count ? pages[wanted.Key + 1].Begin : offset;
            ReadOnlySpan<byte> rest = storage.Read(FileName, begin, (int)(end - begin));
            foreach (var number in wanted)
            {
                for (; at < number; at++)
                    rest = rest[(rest.IndexOf((byte)'\n') + 1)..];
                entries.Add(chain.ReadAgain(rest[..Math.Max(0, rest.IndexOf((byte)'\n'))], number));
            }
        }
        return entries;
    }

    /// <summary>
    /// Makes durable what was read. A process may have been killed between writing and syncing it, or its sync may have
    /// failed.
    /// </summary>
    /// <inheritdoc/>
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

    /// <inheritdoc/>
    /// <exception cref="IOException">They may or may not be stored.</exception>
    /// <exception cref="LedgerStoreException">Nothing is stored: the file is not the one that was read.</exception>
    public void Append(IReadOnlyList<DraftedEntry> entries)
    {
        using var lines = new MemoryStream();
        foreach (var drafted in entries)
        {
            var line = chain.Next(drafted.Entry);
            Mark(offset + lines.Length, line.Length);
            lines.Write(line.Span);
        }
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
        var entry = chain.Take(line);
        Mark(offset, line.Length);
        offset += line.Length + 1;
        return entry;
    }

    /// <summary>The last line begins there. One that is long has a page of its own.</summary>
    private void Mark(long begin, int length)
    {
        if (pages.Count == 0 ||
            chain.Number - pages[^1].Number >= LinesOfPage ||
            begin + length - pages[^1].Begin > BytesOfPage)
            pages.Add((chain.Number, begin));
    }

    /// <summary>The last page that does not begin behind a line.</summary>
    private int PageOf(long number)
    {
        var (low, high) = (0, pages.Count);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = pages[middle].Number <= number ? (middle, high) : (low, middle);
        }
        return low;
    }

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
