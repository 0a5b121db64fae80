using System.Buffers;
using System.Numerics;
using System.Text.Json;

namespace CloudBridge.Contract;

/// <summary>
/// Cuts cards into chunks and reads chunks: docs/formats/mqtt.md. A chunk is a JSON line a card, in the order of
/// tokens.
/// </summary>
public static class CardChunks
{
    /// <summary>No chunk is longer.</summary>
    public const int LongestChunk = 1024 * 1024;

    private const int CardsAimedAt = 256;

    /// <summary>Cuts cards into chunks; equal cards give equal bytes.</summary>
    /// <param name="cards">In any order, each token once.</param>
    public static IReadOnlyList<byte[]> Write(IReadOnlyCollection<CardEntry> cards)
    {
        var wanted = (uint)Math.Max(1, cards.Count / CardsAimedAt);
        var bits = BitOperations.Log2(BitOperations.RoundUpToPowerOf2(wanted));
        var chunks = new byte[1 << bits][];
        var byChunk = cards.ToLookup(card => Place(card.Card, bits));
        for (var index = 0; index < chunks.Length; index++)
            chunks[index] = WriteChunk(byChunk[index].OrderBy(card => card.Card));
        return chunks;
    }

    /// <summary>In which chunk a card is.</summary>
    /// <param name="card">Its token.</param>
    /// <param name="count">How many chunks there are, a power of two.</param>
    public static int IndexOf(CardToken card, int count) => Place(card, BitOperations.Log2((uint)count));

    /// <summary>Reads one chunk, whose hash the caller has compared, in its place.</summary>
    /// <param name="bytes">The chunk.</param>
    /// <param name="index">Its place in the list.</param>
    /// <param name="count">How many chunks there are, a power of two.</param>
    public static Reading<List<CardEntry>> Read(ReadOnlySpan<byte> bytes, int index, int count)
    {
        if (!Read(bytes).Succeeded(out var cards, out var error))
            return error;
        var stray = cards.FindIndex(card => IndexOf(card.Card, count) != index);
        return stray < 0 ? cards : Bad(stray, "a card that belongs to another chunk");
    }

    /// <summary>
    /// Reads one chunk, whose hash the caller has compared. Whether its cards are in their place is not yet known.
    /// </summary>
    /// <returns>Rising by token.</returns>
    public static Reading<List<CardEntry>> Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > LongestChunk)
            return new FormatError(FormatErrorKind.TooLong, $"{bytes.Length} bytes in a chunk; at most {LongestChunk}");
        var cards = new List<CardEntry>();
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            if (end < 0)
                return Bad(cards.Count, "no newline at its end");
            if (!StrictJson.Read(bytes[..end], ContractJson.Default.CardEntry).Succeeded(out var card, out var error))
                return Bad(cards.Count, error.Detail);
            if (cards.Count > 0 && cards[^1].Card.CompareTo(card.Card) >= 0)
                return Bad(cards.Count, "tokens are not rising");
            cards.Add(card);
            bytes = bytes[(end + 1)..];
        }
        return cards;
    }

    private static byte[] WriteChunk(IEnumerable<CardEntry> cards)
    {
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var card in cards)
        {
            using (var json = new Utf8JsonWriter(buffer))
                JsonSerializer.Serialize(json, card, ContractJson.Default.CardEntry);
            buffer.Write("\n"u8);
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static int Place(CardToken card, int bits) => bits == 0 ? 0 : (int)(card.Value >> (128 - bits));

    private static FormatError Bad(int line, string what) =>
        new(FormatErrorKind.BadContent, $"line {line + 1} of a chunk: {what}");
}
