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

    private const int MostBits = 16;

    /// <summary>
    /// Cuts cards into chunks, none longer than its readers take; equal cards give equal bytes.
    /// </summary>
    /// <param name="cards">In any order, each token once.</param>
    /// <exception cref="ArgumentException">However they are cut, a chunk is too long.</exception>
    public static IReadOnlyList<byte[]> Write(IReadOnlyCollection<CardEntry> cards)
    {
        var wanted = (uint)Math.Max(1, cards.Count / CardsAimedAt);
        for (var bits = BitOperations.Log2(BitOperations.RoundUpToPowerOf2(wanted)); bits <= MostBits; bits++)
            if (Write(cards, bits) is var chunks && chunks.All(chunk => chunk.Length <= LongestChunk))
                return chunks;
        throw new ArgumentException($"Cards that no {1 << MostBits} chunks of {LongestChunk} bytes can carry.");
    }

    private static byte[][] Write(IReadOnlyCollection<CardEntry> cards, int bits)
    {
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
        var cards = new List<CardEntry>();
        if (Read(bytes, cards.Add) is { } error)
            return error;
        var stray = cards.FindIndex(card => IndexOf(card.Card, count) != index);
        return stray < 0 ? cards : Bad(stray, "a card that belongs to another chunk");
    }

    /// <summary>
    /// Reads one chunk, whose hash the caller has compared, card by card: nobody need have all of them in memory.
    /// Whether they are in their place is not yet known.
    /// </summary>
    /// <param name="bytes">The chunk.</param>
    /// <param name="take">Gets the cards, rising by token. After an error, what it got is of no use.</param>
    /// <returns>What is wrong with the chunk; null when nothing is.</returns>
    public static FormatError? Read(ReadOnlySpan<byte> bytes, Action<CardEntry> take)
    {
        if (bytes.Length > LongestChunk)
            return new FormatError(FormatErrorKind.TooLong, $"{bytes.Length} bytes in a chunk; at most {LongestChunk}");
        CardToken? last = null;
        for (var line = 0; !bytes.IsEmpty; line++)
        {
            var end = bytes.IndexOf((byte)'\n');
            if (end < 0)
                return Bad(line, "no newline at its end");
            if (!StrictJson.Read(bytes[..end], ContractJson.Default.CardEntry).Succeeded(out var card, out var error))
                return Bad(line, error.Detail);
            if (!CounterReading.IsPossible(card.Counter ?? 0))
                return Bad(line, $"a counter of {card.Counter}; expected 0 to {CounterReading.Highest}");
            if (last?.CompareTo(card.Card) >= 0)
                return Bad(line, "tokens are not rising");
            take(card);
            last = card.Card;
            bytes = bytes[(end + 1)..];
        }
        return null;
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
