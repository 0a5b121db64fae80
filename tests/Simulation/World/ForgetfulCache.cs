using CloudBridge.Contract;
using EdgeTerminal.Store;

namespace Tests.Simulation;

/// <summary>The memory cache, and it can lose all that it has: nothing may depend on it.</summary>
/// <param name="packed">By all terminals of a site: two hundred need not read the same twenty thousand rows.</param>
internal sealed class ForgetfulCache(Dictionary<Digest, CardBlock> packed) : ICardCache
{
    /// <summary>Of a few lists.</summary>
    private const int MostPacked = 1_000;

    private MemoryCardCache blocks = new();

    /// <inheritdoc/>
    public string? Damage => null;

    /// <summary>Loses everything.</summary>
    public void Forget()
    {
        blocks.Dispose();
        blocks = new MemoryCardCache();
    }

    /// <inheritdoc/>
    public CardBlock? Find(Digest chunk) => blocks.Find(chunk);

    /// <inheritdoc/>
    public Reading<CardBlock> Pack(Digest chunk, ReadOnlySpan<byte> content)
    {
        if (packed.TryGetValue(chunk, out var known))
            return known;
        var reading = CardBlock.Read(content);
        if (packed.Count >= MostPacked)
            packed.Clear();
        if (reading.Succeeded(out var block, out _))
            packed[chunk] = block;
        return reading;
    }

    /// <inheritdoc/>
    public void Put(Digest chunk, CardBlock block) => blocks.Put(chunk, block);

    /// <inheritdoc/>
    public void Retain(IReadOnlySet<Digest> chunks) => blocks.Retain(chunks);

    /// <inheritdoc/>
    public void Mended()
    {
    }

    /// <inheritdoc/>
    public void Dispose() => blocks.Dispose();
}
