using System.Globalization;
using System.Security.Cryptography;
using CloudBridge.Contract;
using CloudBridge.Storage;
using EdgeTerminal.Core;

namespace EdgeTerminal.Store;

/// <summary>
/// The lines of an epoch that a later one leaves behind. They stay in their segments until those are retired; a copy of
/// them, which is never deleted, is the evidence: the first record of the new epoch has its hash.
/// </summary>
internal static class DivergedLines
{
    private const int PieceBytes = 256 * 1024;

    /// <summary>The name of the copy.</summary>
    public static string NameOf(long epoch) => string.Create(CultureInfo.InvariantCulture, $"diverged-{epoch:D10}.bin");

    /// <summary>Copies the lines, durably. Done again it makes the same of what is there then.</summary>
    /// <param name="storage">The journal's folder.</param>
    /// <param name="extent">What is there.</param>
    /// <param name="first">The first line that is left behind; the last is the journal's last.</param>
    /// <returns>Null when there are none.</returns>
    /// <exception cref="IOException">They cannot be read or written.</exception>
    public static LeftBehind? Keep(IStorage storage, JournalExtent extent, RecordPosition first)
    {
        if (extent.Tail is not { } tail || first > tail)
            return null;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var file = storage.Append(NameOf(first.Epoch));
        file.Truncate(0);
        foreach (var lines in Pieces(storage, extent, first, tail))
        {
            file.Write(lines.Span);
            hash.AppendData(lines.Span);
        }
        file.Sync();
        return new LeftBehind(first.Epoch, first.Sequence, tail.Sequence, Digest.From(hash.GetHashAndReset()));
    }

    /// <summary>What the lines say, from the segments, which were verified when the journal was opened.</summary>
    public static IEnumerable<FormerLine> Read(IStorage storage, JournalExtent extent, LeftBehind left)
    {
        var first = new RecordPosition(left.Epoch, left.From);
        foreach (var lines in Pieces(storage, extent, first, new RecordPosition(left.Epoch, left.Through)))
            for (var rest = lines; rest.Span.IndexOf((byte)'\n') is >= 0 and var end; rest = rest[(end + 1)..])
                yield return Read(rest[..end]);
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Pieces(
        IStorage storage, JournalExtent extent, RecordPosition first, RecordPosition through)
    {
        var lines = new JournalLines(storage);
        for (var before = first.Before(); before < through;)
        {
            var batch = lines.Read(extent, before, PieceBytes);
            if (batch.Lines.IsEmpty || batch.Last.Epoch != first.Epoch)
                throw new IOException($"cannot read record {before.Next()} in {storage.Name}");
            yield return batch.Lines;
            before = batch.Last;
        }
    }

    private static FormerLine Read(ReadOnlyMemory<byte> line)
    {
        var signed = Jws.OpenUnverified(JwsType.Record, line).OrThrow();
        var record = RecordLine.Read(signed, site: null).OrThrow();
        var name = new RecordName(record.Position.Epoch, record.Position.Sequence, signed.Hash());
        return new FormerLine(record.Reissues ?? name, record.Stamp, record.Fact);
    }
}
