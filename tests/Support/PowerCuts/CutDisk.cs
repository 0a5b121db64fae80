using System.Collections.Immutable;

namespace Tests.Support;

/// <summary>
/// A disk that is told step by step what a program did, and says what a power cut would leave. What a file holds is
/// durable when the file was synced, a name when its folder was. Of what was not synced, a real disk keeps nothing, or
/// all, or what was done first: any of it may be asked for.
/// </summary>
public sealed class CutDisk
{
    private readonly Dictionary<string, Node> names;
    private readonly Dictionary<string, Node> durableNames;
    private readonly List<Naming> unsyncedNames = [];
    private Node? lastWritten;

    /// <param name="durable">What is there from the beginning, all of it durable.</param>
    public CutDisk(DiskImage durable)
    {
        durableNames = durable.Files.ToDictionary(row => row.Key, row => new Node(row.Value));
        foreach (var path in durable.Folders)
            durableNames[path] = Node.OfFolder();
        names = new Dictionary<string, Node>(durableNames);
    }

    /// <summary>Files and folders that were made, renamed and removed since their folder was synced last.</summary>
    public int UnsyncedNames => unsyncedNames.Count;

    /// <summary>There are bytes that were not synced.</summary>
    public bool HasUnsyncedBytes => names.Values.Any(node => node.IsUnsynced);

    /// <summary>Files of which bytes were not synced.</summary>
    public IEnumerable<string> UnsyncedFiles => names.Where(row => row.Value.IsUnsynced).Select(row => row.Key);

    /// <summary>Paths of all of which something was not synced: bytes, or a name.</summary>
    public IEnumerable<string> Unsynced => UnsyncedFiles.Concat(unsyncedNames.Select(naming => naming.Path)).Distinct();

    /// <summary>How many bytes the last write wrote, if it has not been synced; else 0.</summary>
    public int UnsyncedBytesOfLastWrite => lastWritten?.BytesOfLastWrite ?? 0;

    /// <summary>The last write wrote something else than what was there.</summary>
    public bool LastWriteIsNew { get; private set; }

    /// <summary>Takes the next step.</summary>
    public void Take(DiskStep step)
    {
        switch (step)
        {
            case DiskStep.Created created:
                Name(new Naming(created.Path, new Node(default)));
                break;
            case DiskStep.FolderMade made:
                Name(new Naming(made.Path, Node.OfFolder()));
                break;
            case DiskStep.Removed removed:
                Name(new Naming(removed.Path, Made: null));
                break;
            case DiskStep.Renamed renamed:
                if (Folder(renamed.Path) != Folder(renamed.To))
                    throw new NotSupportedException($"{renamed}: from one folder to another.");
                Name(new Naming(renamed.To, names[renamed.Path]) { From = renamed.Path });
                break;
            case DiskStep.Written written:
                lastWritten = names[written.Path];
                LastWriteIsNew = !lastWritten.Holds(written);
                lastWritten.Write(written);
                break;
            case DiskStep.Truncated truncated:
                names[truncated.Path].Truncate(truncated);
                break;
            case DiskStep.Synced synced:
                names[synced.Path].Sync();
                break;
            case DiskStep.FolderSynced synced:
                foreach (var naming in unsyncedNames.Where(naming => Folder(naming.Path) == synced.Path))
                    naming.Do(durableNames);
                unsyncedNames.RemoveAll(naming => Folder(naming.Path) == synced.Path);
                break;
        }
    }

    /// <summary>What a power cut leaves now.</summary>
    public DiskImage Left(Remains remains)
    {
        var left = new Dictionary<string, Node>(durableNames);
        foreach (var naming in unsyncedNames.Take(remains.Names))
            naming.Do(left);
        // Whoever is in a folder that has no name is nowhere.
        var reached = left.Where(row => IsReached(row.Key, left)).ToList();
        return new DiskImage(
            [.. reached.Where(row => row.Value.IsFolder).Select(row => row.Key)],
            reached.Where(row => !row.Value.IsFolder).ToImmutableSortedDictionary(
                row => row.Key, row => Left(row.Key, row.Value, remains), StringComparer.Ordinal));
    }

    private ReadOnlyMemory<byte> Left(string path, Node node, Remains remains) => node.Left(
        remains.Only is null || remains.Only == path ? remains : Remains.Nothing, node == lastWritten);

    private void Name(Naming naming)
    {
        naming.Do(names);
        unsyncedNames.Add(naming);
    }

    private static bool IsReached(string path, Dictionary<string, Node> left) =>
        Folder(path) is var folder && (folder == "." || left.ContainsKey(folder) && IsReached(folder, left));

    private static string Folder(string path) =>
        path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : ".";

    /// <param name="Path">Which name.</param>
    /// <param name="Made">What has it from now on; null: nothing.</param>
    private sealed record Naming(string Path, Node? Made)
    {
        /// <summary>The name that it had before.</summary>
        public string? From { get; init; }

        public void Do(Dictionary<string, Node> names)
        {
            if (From is not null)
                names.Remove(From);
            if (Made is null)
                names.Remove(Path);
            else
                names[Path] = Made;
        }
    }

    private sealed class Node(ReadOnlyMemory<byte> durable)
    {
        private readonly List<DiskStep> unsynced = [];
        private ReadOnlyMemory<byte> durable = durable;

        public bool IsFolder { get; private init; }

        public bool IsUnsynced => unsynced.Count > 0;

        public int BytesOfLastWrite => unsynced is [.., DiskStep.Written last] ? last.Bytes.Length : 0;

        public static Node OfFolder() => new(default) { IsFolder = true };

        public bool Holds(DiskStep.Written written) =>
            Done(unsynced) is var bytes && bytes.Length >= written.Offset + written.Bytes.Length &&
            bytes.Span.Slice((int)written.Offset, written.Bytes.Length).SequenceEqual(written.Bytes.Span);

        public void Write(DiskStep.Written written) => unsynced.Add(written);

        public void Truncate(DiskStep.Truncated truncated) => unsynced.Add(truncated);

        public void Sync()
        {
            durable = Done(unsynced);
            unsynced.Clear();
        }

        public ReadOnlyMemory<byte> Left(Remains remains, bool isLastWritten) =>
            !remains.Unsynced || unsynced.Count == 0 ? durable
            : isLastWritten && remains.Torn is { } torn && unsynced[^1] is DiskStep.Written last
                ? Grown(Done([.. unsynced[..^1], torn.Of(last)]), last.Offset + torn.Bytes + torn.Zeros)
            : Done(unsynced);

        /// <summary>Zeros behind its end only: what was there before stays what it was.</summary>
        private static ReadOnlyMemory<byte> Grown(ReadOnlyMemory<byte> bytes, long length)
        {
            if (bytes.Length >= length)
                return bytes;
            var grown = new byte[length];
            bytes.Span.CopyTo(grown);
            return grown;
        }

        private ReadOnlyMemory<byte> Done(IReadOnlyCollection<DiskStep> steps)
        {
            if (steps.Count == 0)
                return durable;
            var bytes = durable.ToArray();
            foreach (var step in steps)
                switch (step)
                {
                    case DiskStep.Truncated truncated:
                        Array.Resize(ref bytes, (int)truncated.Length);
                        break;
                    case DiskStep.Written written:
                        Array.Resize(ref bytes, Math.Max(bytes.Length, (int)written.Offset + written.Bytes.Length));
                        written.Bytes.Span.CopyTo(bytes.AsSpan((int)written.Offset));
                        break;
                }
            return bytes;
        }
    }
}
