using System.Collections.Immutable;
using CloudBridge.Storage;

namespace Tests.Support;

/// <summary>What a disk has of a folder at one moment.</summary>
/// <param name="Folders">Paths of folders in it.</param>
/// <param name="Files">Content by path.</param>
public sealed record DiskImage(
    ImmutableSortedSet<string> Folders, ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> Files)
{
    /// <summary>An empty folder.</summary>
    public static DiskImage Nothing { get; } = new([], ImmutableSortedDictionary<string, ReadOnlyMemory<byte>>.Empty);

    /// <summary>Reads a folder.</summary>
    public static DiskImage Of(string folder) => new(
        [
            .. Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(folder, path)),
        ],
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToImmutableSortedDictionary(
            path => Path.GetRelativePath(folder, path),
            path => (ReadOnlyMemory<byte>)File.ReadAllBytes(path),
            StringComparer.Ordinal));

    /// <summary>The part of it that is in one folder, by paths relative to that; empty where it is not there.</summary>
    public DiskImage In(string name) => new(
        [.. Folders.Where(path => IsIn(path, name)).Select(path => path[(name.Length + 1)..])],
        Files.Where(row => IsIn(row.Key, name)).ToImmutableSortedDictionary(
            row => row.Key[(name.Length + 1)..], row => row.Value, StringComparer.Ordinal));

    /// <summary>Makes a folder of it, in the place of what is there.</summary>
    public void WriteTo(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        foreach (var path in Folders)
            Directory.CreateDirectory(Path.Combine(folder, path));
        foreach (var (path, content) in Files)
        {
            using var file = OwnerOnlyFile.Create(Path.Combine(folder, path));
            file.Write(content.Span);
        }
    }

    /// <summary>The same files with the same bytes; cheap where they are the same memory.</summary>
    public bool Equals(DiskImage? other) =>
        other is not null &&
        Folders.SetEquals(other.Folders) &&
        Files.Count == other.Files.Count &&
        Files.Zip(other.Files).All(pair =>
            pair.First.Key == pair.Second.Key && AreSame(pair.First.Value, pair.Second.Value));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Folders.Count, Files.Count);

    private static bool AreSame(ReadOnlyMemory<byte> left, ReadOnlyMemory<byte> right) =>
        left.Equals(right) || left.Span.SequenceEqual(right.Span);

    private static bool IsIn(string path, string folder) =>
        path.Length > folder.Length && path[folder.Length] == '/' && path.StartsWith(folder, StringComparison.Ordinal);
}
