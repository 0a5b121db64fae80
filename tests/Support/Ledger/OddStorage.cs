using CloudBridge.Storage;

namespace Tests.Support;

/// <summary>A storage whose reads give less than was asked for, as a system call may, or fail.</summary>
public sealed class OddStorage(IStorage inner) : IStorage
{
    /// <summary>No read gives more bytes.</summary>
    public int MostAtOnce { get; init; } = int.MaxValue;

    /// <summary>So many reads from behind this offset give nothing, although there is something.</summary>
    public (long Offset, int Times) Blind { get; set; }

    public Exception? ReadsFailWith { get; set; }

    public Exception? WritesFailWith { get; set; }

    public Exception? DeletesFailWith { get; set; }

    public Exception? RoomFailsWith { get; set; }

    public string Name => inner.Name;

    public long FreeBytes => RoomFailsWith is { } failure ? throw failure : inner.FreeBytes;

    public IReadOnlyList<string> List() => inner.List();

    public byte[] Read(string name, long offset = 0, int most = int.MaxValue)
    {
        if (ReadsFailWith is { } failure)
            throw failure;
        if (offset >= Blind.Offset && Blind.Times > 0)
        {
            Blind = Blind with { Times = Blind.Times - 1 };
            return [];
        }
        return inner.Read(name, offset, Math.Min(most, MostAtOnce));
    }

    public bool Exists(string name) => inner.Exists(name);

    public void Replace(string name, ReadOnlySpan<byte> content) => inner.Replace(name, content);

    public void ReplaceSecret(string name, ReadOnlySpan<byte> content) => inner.ReplaceSecret(name, content);

    public void Write(string name, ReadOnlySpan<byte> content) => inner.Write(name, content);

    public void Sync(IReadOnlyCollection<string> names) => inner.Sync(names);

    public IAppendFile Append(string name) => WritesFailWith is { } failure ? throw failure : inner.Append(name);

    public void Delete(string name)
    {
        if (DeletesFailWith is { } failure)
            throw failure;
        inner.Delete(name);
    }
}
