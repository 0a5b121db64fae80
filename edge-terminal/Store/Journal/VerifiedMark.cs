using System.Text;
using CloudBridge.Contract;
using CloudBridge.Storage;

namespace EdgeTerminal.Store;

/// <summary>
/// Up to which record signatures have been checked and lines are durable, so that a start after two weeks offline does
/// not check and write them all again. A hint: its file may be lost or wrong.
/// </summary>
/// <param name="Position">The last record whose signature was checked, after it was synced.</param>
/// <param name="Hash">That record's hash: what makes the mark fit one journal only.</param>
internal sealed record VerifiedMark(RecordPosition Position, Digest Hash)
{
    public const string FileName = "verified";

    public static VerifiedMark? Load(IStorage storage)
    {
        if (!storage.Exists(FileName))
            return null;
        var words = Encoding.UTF8.GetString(storage.Read(FileName)).TrimEnd('\n').Split(' ');
        return words is [var epoch, var sequence, var hash] &&
            long.TryParse(epoch, out var inEpoch) &&
            long.TryParse(sequence, out var at) &&
            Digest.TryParse(hash, out var digest)
                ? new VerifiedMark(new RecordPosition(inEpoch, at), digest)
                : null;
    }

    public void Save(IStorage storage) =>
        storage.Replace(FileName, Encoding.UTF8.GetBytes($"{Position.Epoch} {Position.Sequence} {Hash}\n"));
}
