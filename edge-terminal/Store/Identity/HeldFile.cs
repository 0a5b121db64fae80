namespace EdgeTerminal.Store;

/// <summary>
/// A file that one process holds, so that no other works on what it stands for. The kernel gives it back when the
/// process ends, however it ends.
/// </summary>
public sealed class HeldFile : IDisposable
{
    private const int TryAgain = 11; // EAGAIN: what flock(2) says when another holds the lock

    private readonly FileStream file;

    private HeldFile(FileStream file) => this.file = file;

    /// <summary>Makes the file where there is none, and holds it.</summary>
    /// <param name="path">Which.</param>
    /// <param name="held">What to say when another process holds it, and what to do then.</param>
    /// <exception cref="StateException">Another process holds it.</exception>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static HeldFile Hold(string path, string held)
    {
        try
        {
            return new HeldFile(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException inner) when (inner.HResult == TryAgain)
        {
            throw new StateException(held, inner);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
