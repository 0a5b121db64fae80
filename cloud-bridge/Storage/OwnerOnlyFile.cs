namespace CloudBridge.Storage;

/// <summary>Makes files that nobody but their owner may read, not even for a moment.</summary>
public static class OwnerOnlyFile
{
    /// <summary>What may be done with such a file.</summary>
    public const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes one, and opens it for writing.</summary>
    /// <exception cref="IOException">There is such a file, or it cannot be made.</exception>
    public static FileStream Create(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.Write,
        UnixCreateMode = Mode,
    });
}
