namespace Tests.RealParts.PowerCuts;

/// <summary>A temporary folder on a file system in memory, where there is one: an fsync there costs nothing.</summary>
internal sealed class MemoryFolder : IDisposable
{
    private const string SharedMemory = "/dev/shm";

    private readonly DirectoryInfo folder = Directory.Exists(SharedMemory)
        ? Directory.CreateDirectory(
            System.IO.Path.Combine(SharedMemory, System.IO.Path.GetRandomFileName()))
        : Directory.CreateTempSubdirectory("edge-terminal-");

    public string Path => folder.FullName;

    public void Dispose() => folder.Delete(recursive: true);
}
