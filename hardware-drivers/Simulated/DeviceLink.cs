namespace HardwareDrivers.Simulated;

/// <summary>
/// A symbolic link to a device whose own name changes with each start, so that a configuration can name it. Removed
/// when disposed.
/// </summary>
public sealed class DeviceLink : IDisposable
{
    private readonly string path;
    private readonly string target;

    private DeviceLink(string path, string target)
    {
        this.path = path;
        this.target = target;
    }

    /// <summary>Makes the link. One that is left over from an earlier run is replaced.</summary>
    /// <param name="path">Where; the folder has to be there.</param>
    /// <param name="target">The device.</param>
    /// <exception cref="IOException">There is something else at <paramref name="path"/>, or no folder for
    /// it.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static DeviceLink Create(string path, string target)
    {
        var file = new FileInfo(path);
        if (file.Directory is not { Exists: true })
            throw new IOException($"No folder for {path}: make it first.");
        if (file.LinkTarget is not null)
            file.Delete();
        else if (file.Exists || Directory.Exists(path))
            throw new IOException($"{path} is there and is no symbolic link: it is left alone. Name another path.");
        File.CreateSymbolicLink(path, target);
        return new DeviceLink(path, target);
    }

    /// <summary>Removes the link, unless another program has put its own there meanwhile.</summary>
    public void Dispose()
    {
        var file = new FileInfo(path);
        if (file.LinkTarget == target)
            file.Delete();
    }
}
