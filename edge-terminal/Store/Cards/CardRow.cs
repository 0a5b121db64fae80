using System.Buffers.Binary;
using CloudBridge.Contract;

namespace EdgeTerminal.Store;

/// <summary>
/// What a list says of a card beside token and wallet, as a few bytes: a length, flags, balances, and what only some
/// cards have. A change of it changes <see cref="CardBlock.Layout"/>.
/// </summary>
internal static class CardRow
{
    private const int Blocked = 1;
    private const int EverUsed = 2;
    private const int HasEnd = 4;
    private const int HasMore = 8;
    private const int AgeShift = 4;
    private const int ClassShift = 6;
    private const int TwoBits = 3;

    /// <summary>The asset has a name of its own, which follows.</summary>
    private const int Named = 0x80;

    /// <summary>Writes a card's row.</summary>
    /// <param name="writer">Gets it.</param>
    /// <param name="row">Empty; over a memory stream that holds the row while its length is not known.</param>
    /// <param name="card">The card.</param>
    public static void Write(BinaryWriter writer, BinaryWriter row, CardEntry card)
    {
        WriteRow(row, card);
        var content = (MemoryStream)row.BaseStream;
        var length = (int)content.Length;
        writer.Write7BitEncodedInt(length);
        writer.Write(content.GetBuffer(), 0, length);
    }

    public static void Skip(BinaryReader reader)
    {
        var length = reader.Read7BitEncodedInt();
        reader.BaseStream.Position += length;
    }

    public static CardEntry Read(BinaryReader reader, CardToken card, WalletId wallet)
    {
        reader.Read7BitEncodedInt();
        var flags = reader.ReadByte();
        var balances = ReadMany(reader, row => new AssetAmount(ReadAsset(row), new Money(row.Read7BitEncodedInt64())));
        long? end = (flags & HasEnd) != 0 ? reader.Read7BitEncodedInt64() : null;
        var more = (flags & HasMore) != 0;
        return new CardEntry(
            card,
            wallet,
            (flags & Blocked) != 0 ? CardState.Blocked : CardState.Ok,
            (CardClass)(flags >> ClassShift & TwoBits),
            balances,
            (flags & EverUsed) != 0,
            end,
            (AgeClass)(flags >> AgeShift & TwoBits),
            more ? ReadMany(reader, ReadEntitlement) : default,
            more ? ReadMany(reader, ReadAllowance) : default,
            more ? ReadCounter(reader) : null,
            more ? ReadMany(reader, ReadWallet) : default,
            more ? ReadLanguage(reader) : null);
    }

    private static void WriteRow(BinaryWriter row, CardEntry card)
    {
        var more = card.Entitlements.Count > 0 || card.AllowancesUsed.Count > 0 || card.Counter is not null ||
            card.FormerWallets.Count > 0 || card.Language is not null;
        row.Write((byte)(
            (card.State == CardState.Blocked ? Blocked : 0) |
            (card.EverUsed ? EverUsed : 0) |
            (card.ValidThroughMilliseconds is null ? 0 : HasEnd) |
            (more ? HasMore : 0) |
            (int)card.Age << AgeShift |
            (int)card.Class << ClassShift));
        WriteMany(row, card.Balances, static (row, balance) =>
        {
            WriteAsset(row, balance.Asset);
            row.Write7BitEncodedInt64(balance.Amount.MinorUnits);
        });
        if (card.ValidThroughMilliseconds is { } end)
            row.Write7BitEncodedInt64(end);
        if (!more)
            return;
        WriteMany(row, card.Entitlements, static (row, entitlement) =>
        {
            WriteAsset(row, entitlement.Asset);
            row.Write(entitlement.FromMilliseconds.HasValue);
            row.Write7BitEncodedInt64(entitlement.FromMilliseconds ?? 0);
            row.Write7BitEncodedInt64(entitlement.ThroughMilliseconds);
        });
        WriteMany(row, card.AllowancesUsed, static (row, use) =>
        {
            row.Write(use.Name);
            row.Write7BitEncodedInt64(use.Day);
            row.Write7BitEncodedInt(use.Count);
        });
        row.Write(card.Counter.HasValue);
        if (card.Counter is { } counter)
            row.Write7BitEncodedInt64(counter);
        WriteMany(row, card.FormerWallets, static (row, wallet) =>
        {
            Span<byte> bytes = stackalloc byte[CardBlock.TokenLength];
            BinaryPrimitives.WriteUInt128BigEndian(bytes, wallet.Value);
            row.Write(bytes);
        });
        row.Write(card.Language?.ToString() ?? "");
    }

    private static Entitlement ReadEntitlement(BinaryReader row)
    {
        var asset = ReadAsset(row);
        var hasBeginning = row.ReadBoolean();
        var from = row.Read7BitEncodedInt64();
        return new Entitlement(asset, hasBeginning ? from : null, row.Read7BitEncodedInt64());
    }

    private static AllowanceUse ReadAllowance(BinaryReader row) =>
        new(row.ReadString(), row.Read7BitEncodedInt64(), row.Read7BitEncodedInt());

    private static long? ReadCounter(BinaryReader row) => row.ReadBoolean() ? row.Read7BitEncodedInt64() : null;

    private static WalletId ReadWallet(BinaryReader row) =>
        new(BinaryPrimitives.ReadUInt128BigEndian(row.ReadBytes(CardBlock.TokenLength)));

    private static LanguageTag? ReadLanguage(BinaryReader row) =>
        row.ReadString() is { Length: > 0 } text ? LanguageTag.Parse(text) : null;

    private static void WriteAsset(BinaryWriter row, AssetId asset)
    {
        var isNamed = asset != AssetId.Of(asset.Category);
        row.Write((byte)((int)asset.Category | (isNamed ? Named : 0)));
        if (isNamed)
            row.Write(asset.ToString());
    }

    private static AssetId ReadAsset(BinaryReader row)
    {
        var category = row.ReadByte();
        return (category & Named) != 0 ? AssetId.Parse(row.ReadString()) : AssetId.Of((AssetCategory)category);
    }

    private static void WriteMany<T>(BinaryWriter row, ValueList<T> items, Action<BinaryWriter, T> write)
    {
        row.Write7BitEncodedInt(items.Count);
        foreach (var item in items)
            write(row, item);
    }

    private static ValueList<T> ReadMany<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        var items = new T[reader.Read7BitEncodedInt()];
        for (var index = 0; index < items.Length; index++)
            items[index] = read(reader);
        return ValueList.Create<T>(items);
    }
}
