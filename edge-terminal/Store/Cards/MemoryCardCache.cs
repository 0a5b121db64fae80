using System.Collections.Concurrent;
using CloudBridge.Contract;

namespace EdgeTerminal.Store;

/// <summary>Blocks in memory: nothing of it can be damaged, nothing of it outlives the process.</summary>
public sealed class MemoryCardCache : ICardCache
{
    private readonly ConcurrentDictionary<Digest, CardBlock> blocks = [];

    /// <inheritdoc/>
    public string? Damage => null;

    /// <inheritdoc/>
    public CardBlock? Find(Digest chunk) => blocks.GetValueOrDefault(chunk);

    /// <inheritdoc/>
    public void Put(Digest chunk, CardBlock block)
    {
        foreach (var (_, other) in blocks)
            if (block.SharingWith(other) is { } slim)
            {
                blocks[chunk] = slim;
                return;
            }
        blocks[chunk] = block;
    }

    /// <inheritdoc/>
    public void Retain(IReadOnlySet<Digest> chunks)
    {
        foreach (var (chunk, _) in blocks.Where(row => !chunks.Contains(row.Key)))
            blocks.TryRemove(chunk, out _);
    }

    /// <inheritdoc/>
    public void Mended()
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
