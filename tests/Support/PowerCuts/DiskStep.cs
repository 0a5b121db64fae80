namespace Tests.Support;

/// <summary>One thing that a program did to the files of a folder. Paths are relative to it.</summary>
public abstract record DiskStep(string Path)
{
    /// <summary>There is a file now, empty.</summary>
    public sealed record Created(string Path) : DiskStep(Path);

    /// <summary>There is a folder now.</summary>
    public sealed record FolderMade(string Path) : DiskStep(Path);

    /// <summary>Bytes were written.</summary>
    public sealed record Written(string Path, long Offset, ReadOnlyMemory<byte> Bytes) : DiskStep(Path);

    /// <summary>The file is so long now.</summary>
    public sealed record Truncated(string Path, long Length) : DiskStep(Path);

    /// <summary>What is in the file is durable.</summary>
    public sealed record Synced(string Path) : DiskStep(Path);

    /// <summary>What is in the folder has its names durably.</summary>
    public sealed record FolderSynced(string Path) : DiskStep(Path);

    /// <summary>A file has another name, and takes the place of one that had it.</summary>
    public sealed record Renamed(string Path, string To) : DiskStep(Path);

    /// <summary>A file or folder has no name any more.</summary>
    public sealed record Removed(string Path) : DiskStep(Path);
}
