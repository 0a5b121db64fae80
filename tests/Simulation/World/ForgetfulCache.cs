using CloudBridge.Contract;
using EdgeTerminal.Store;

namespace Tests.Simulation;

/// <summary>The memory cache, and it can lose all that it has: nothing may depend on it.</summary>
internal sealed class ForgetfulCache : ICardCache
{
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
