using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// What changed from version to version, for terminals that were away: pieces of it that are over, each a signed
/// differential of a thousand cards or more, and the one that grows. A day of it at most, and no more than is worth
/// less than the whole list.
/// </summary>
internal sealed class ListHistory
{
    /// <summary>Nobody is answered with more of them.</summary>
    public const int MostInAnswer = 8;

    /// <summary>A piece of so many cards is over.</summary>
    public const int CardsInPiece = 1_000;

    private const int FewestPieces = 8;
    private const int MostPieces = 64;

    /// <summary>Milliseconds: a day.</summary>
    private const long KeptFor = 24 * 3_600_000;

    private readonly Queue<Piece> pieces = [];

    /// <summary>Which it is: another one may have had the same versions.</summary>
    public Nonce Id { get; private set; }

    /// <summary>The version that the piece begins with which grows.</summary>
    public long GrowsFrom { get; private set; }

    /// <summary>What has changed since.</summary>
    public ListChanges Growing { get; private set; } = ListChanges.None;

    /// <summary>The earliest version that it can bring up to date.</summary>
    public long From => pieces.TryPeek(out var first) ? first.From : GrowsFrom;

    /// <summary>Another one begins.</summary>
    /// <param name="id">Drawn for it.</param>
    /// <param name="version">Its first.</param>
    public void Begin(Nonce id, long version)
    {
        Id = id;
        Forget(version);
    }

    /// <summary>Nothing is known any more of what was before this version.</summary>
    public void Forget(long version)
    {
        pieces.Clear();
        (GrowsFrom, Growing) = (version, ListChanges.None);
    }

    /// <summary>Another version was made.</summary>
    /// <param name="version">Which.</param>
    /// <param name="growing">What has changed since <see cref="GrowsFrom"/>.</param>
    /// <param name="piece">The same, signed; null: it goes on growing.</param>
    /// <param name="cards">How many cards there are.</param>
    /// <param name="now">Monotonic milliseconds.</param>
    public void Note(long version, ListChanges growing, ReadOnlyMemory<byte>? piece, int cards, long now)
    {
        Growing = growing;
        if (piece is { } signed)
        {
            pieces.Enqueue(new Piece(GrowsFrom, version, signed, now));
            (GrowsFrom, Growing) = (version, ListChanges.None);
        }
        // Beyond a quarter of all cards a list by its chunks is smaller.
        var most = Math.Clamp(cards / 4 / CardsInPiece, FewestPieces, MostPieces);
        while (pieces.TryPeek(out var first) && (pieces.Count > most || now - first.At > KeptFor))
            pieces.Dequeue();
    }

    /// <summary>Pieces that are over and bring such a list further.</summary>
    public IEnumerable<Piece> Since(long version) => pieces.Where(piece => piece.Version > version);

    /// <summary>A part of it, signed.</summary>
    /// <param name="From">The version that it begins with.</param>
    /// <param name="Version">The version that it ends with.</param>
    /// <param name="Signed">As it goes out.</param>
    /// <param name="At">When it was made, in monotonic milliseconds.</param>
    public sealed record Piece(long From, long Version, ReadOnlyMemory<byte> Signed, long At);
}
