using System.Buffers.Binary;
using CloudBridge.Contract;

namespace EdgeTerminal.Store;

/// <summary>
/// The cards of one chunk, packed: some 45 bytes a card, where objects take 250. Never changes. A look-up makes one
/// card's row into an object.
/// </summary>
public sealed class CardBlock
{
    /// <summary>Changes with every change of what <see cref="Identities"/> and <see cref="Rows"/> give.</summary>
    public const int Layout = 4;

    internal const int TokenLength = 16;
    internal const int IdentityLength = 2 * TokenLength;

    private readonly byte[] identities;
    private readonly byte[] rows;

    private CardBlock(byte[] identities, byte[] rows) => (this.identities, this.rows) = (identities, rows);

    /// <summary>How many cards there are.</summary>
    public int Count => identities.Length / IdentityLength;

    /// <summary>Token and wallet of each card, 16 bytes each, rising by token.</summary>
    public ReadOnlySpan<byte> Identities => identities;

    /// <summary>What else is known of each card, in the same order.</summary>
    public ReadOnlySpan<byte> Rows => rows;

    /// <summary>The lowest token; there must be a card.</summary>
    internal CardToken First => TokenAt(0);

    /// <summary>The highest token; there must be a card.</summary>
    internal CardToken Last => TokenAt(Count - 1);

    /// <summary>Packs cards.</summary>
    /// <param name="cards">Rising by token.</param>
    public static CardBlock Of(IEnumerable<CardEntry> cards)
    {
        using var packing = new CardPacking();
        foreach (var card in cards)
            packing.Add(card);
        return packing.ToBlock();
    }

    /// <summary>Packs the cards of a chunk (docs/formats/mqtt.md), whose hash the caller has compared.</summary>
    public static Reading<CardBlock> Read(ReadOnlySpan<byte> chunk)
    {
        using var packing = new CardPacking();
        return CardChunks.Read(chunk, packing.Add) is { } error ? error : packing.ToBlock();
    }

    /// <summary>
    /// Takes back what <see cref="Identities"/> and <see cref="Rows"/> gave; the caller knows that it is whole.
    /// </summary>
    public static CardBlock From(byte[] identities, byte[] rows) => new(identities, rows);

    /// <summary>
    /// The same block, in less memory when another has the same cards: balances change, cards and wallets hardly do.
    /// </summary>
    /// <returns>Null when the other has other cards.</returns>
    internal CardBlock? SharingWith(CardBlock other) =>
        Count > 0 && other.Count == Count && other.First == First && other.Identities.SequenceEqual(Identities)
            ? new CardBlock(other.identities, rows)
            : null;

    /// <summary>All cards, rising by token.</summary>
    public IEnumerable<CardEntry> Entries()
    {
        using var reader = new BinaryReader(new MemoryStream(rows));
        for (var index = 0; index < Count; index++)
            yield return CardRow.Read(reader, TokenAt(index), WalletAt(index));
    }

    /// <summary>A card's row; null when it is not in here.</summary>
    public CardEntry? Find(CardToken card) => IndexOf(card) is { } index ? EntryAt(index) : null;

    /// <summary>Is it in here?</summary>
    public bool Has(CardToken card) => IndexOf(card) is not null;

    private int? IndexOf(CardToken card)
    {
        var (low, high) = (0, Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            switch (TokenAt(middle).CompareTo(card))
            {
                case 0:
                    return middle;
                case < 0:
                    low = middle + 1;
                    break;
                default:
                    high = middle - 1;
                    break;
            }
        }
        return null;
    }

    private CardToken TokenAt(int index) =>
        new(BinaryPrimitives.ReadUInt128BigEndian(identities.AsSpan(index * IdentityLength)));

    private WalletId WalletAt(int index) =>
        new(BinaryPrimitives.ReadUInt128BigEndian(identities.AsSpan(index * IdentityLength + TokenLength)));

    private CardEntry EntryAt(int index)
    {
        using var reader = new BinaryReader(new MemoryStream(rows));
        // A few hundred short rows: to step over them costs less memory than to note where each begins.
        for (var before = 0; before < index; before++)
            CardRow.Skip(reader);
        return CardRow.Read(reader, TokenAt(index), WalletAt(index));
    }
}
