namespace Tests.Support;

/// <summary>A folder of its own for one test, gone with everything in it when disposed of.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("edge-terminal-");

    /// <summary>Its absolute path.</summary>
    public string Path => folder.FullName;

    /// <summary>The absolute path of a file or folder in it, which need not be there.</summary>
    public string In(string name) => System.IO.Path.Combine(folder.FullName, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(folder.FullName))
            folder.Delete(recursive: true);
    }
}
