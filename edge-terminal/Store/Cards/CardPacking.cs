using System.Buffers.Binary;
using CloudBridge.Contract;

namespace EdgeTerminal.Store;

/// <summary>
/// Packs cards into a block as each is read: as objects all at once, they would outlive a collection of the youngest
/// generation, and what they leave behind stays for long.
/// </summary>
internal sealed class CardPacking : IDisposable
{
    private readonly MemoryStream identities = new();
    private readonly BinaryWriter rows = new(new MemoryStream());
    private readonly BinaryWriter row = new(new MemoryStream());

    /// <summary>Packs one.</summary>
    /// <param name="card">Its token is higher than those before.</param>
    public void Add(CardEntry card)
    {
        Span<byte> identity = stackalloc byte[CardBlock.IdentityLength];
        BinaryPrimitives.WriteUInt128BigEndian(identity, card.Card.Value);
        BinaryPrimitives.WriteUInt128BigEndian(identity[CardBlock.TokenLength..], card.Wallet.Value);
        identities.Write(identity);
        row.BaseStream.SetLength(0);
        CardRow.Write(rows, row, card);
    }

    /// <summary>The cards so far.</summary>
    public CardBlock ToBlock() => CardBlock.From(identities.ToArray(), ((MemoryStream)rows.BaseStream).ToArray());

    /// <inheritdoc/>
    public void Dispose()
    {
        identities.Dispose();
        rows.Dispose();
        row.Dispose();
    }
}
