namespace Tests.Bench;

/// <summary>The reference: as many bytes at the end of a file, and an fsync.</summary>
internal sealed class BareStore(string path) : IDurableStore
{
    private readonly BareFile file = new(path);

    public string Name => "bare append + fsync";

    public void Append(ReadOnlySpan<byte> line) => file.Append(line.Length);

    public void Dispose() => file.Dispose();
}
