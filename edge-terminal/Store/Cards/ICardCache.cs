using CloudBridge.Contract;

namespace EdgeTerminal.Store;

/// <summary>
/// Keeps the cards of chunks ready for look-ups. Chunks never change, so lists share what they have in common. A guess:
/// all that is in it is made from the chunks' files and can be made again. For several threads.
/// </summary>
public interface ICardCache : IDisposable
{
    /// <summary>
    /// What was found to be damaged, and moved aside; null when nothing was since <see cref="Mended"/>. Another
    /// instance each time.
    /// </summary>
    string? Damage { get; }

    /// <summary>
    /// What was put in under this name, and nothing else; null when it is not there, or not there whole.
    /// </summary>
    CardBlock? Find(Digest chunk);

    /// <summary>Packs a chunk whose hash was compared: whoever has packed it before need not read it again.</summary>
    Reading<CardBlock> Pack(Digest chunk, ReadOnlySpan<byte> content) => CardBlock.Read(content);

    /// <summary>Puts a chunk's cards in, as far as that can be done.</summary>
    void Put(Digest chunk, CardBlock block);

    /// <summary>Forgets all but these.</summary>
    void Retain(IReadOnlySet<Digest> chunks);

    /// <summary>All that was lost was put in again.</summary>
    void Mended();
}
