using System.Buffers;
using System.IO.Compression;
using System.Numerics;
using System.Text.Json;

namespace CloudBridge.Contract;

/// <summary>
/// Cuts cards into chunks and reads chunks: docs/formats/mqtt.md. A chunk is a JSON line a card, in the order of
/// tokens; packed, it is a byte of one and those lines compressed with Brotli (RFC 7932). Both are read.
/// </summary>
public static class CardChunks
{
    /// <summary>No chunk is longer, packed or not.</summary>
    public const int LongestChunk = 1024 * 1024;

    /// <summary>What a manifest calls packed chunks.</summary>
    public const string Packing = "brotli";

    /// <summary>No line of JSON begins with it.</summary>
    private const byte Packed = 1;

    /// <summary>Tokens and wallets are random: more effort takes ten times as long and finds nothing.</summary>
    private const int Quality = 1;

    /// <summary>256 KiB.</summary>
    private const int WindowBits = 18;

    private const int CardsAimedAt = 256;

    private const int MostChunks = 65_536;

    /// <summary>
    /// Cuts cards into chunks, none longer than its readers take; equal cards give equal bytes.
    /// </summary>
    /// <param name="cards">In any order, each token once.</param>
    /// <exception cref="ArgumentException">However they are cut, a chunk is too long.</exception>
    public static IReadOnlyList<byte[]> Write(IReadOnlyCollection<CardEntry> cards)
    {
        for (var count = FewestFor(cards.Count); ; count = Finer(count))
        {
            var byChunk = cards.ToLookup(card => IndexOf(card.Card, count));
            var chunks = Enumerable.Range(0, count)
                .Select(index => WriteChunk(byChunk[index].OrderBy(card => card.Card)))
                .ToList();
            if (chunks.All(chunk => chunk.Length <= LongestChunk))
                return chunks;
        }
    }

    /// <summary>Into how many chunks cards are cut, unless one of them is too long then.</summary>
    /// <param name="cards">How many there are.</param>
    public static int FewestFor(int cards) =>
        Math.Min(MostChunks, (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, cards / CardsAimedAt)));

    /// <summary>The next larger number of chunks.</summary>
    /// <exception cref="ArgumentException">There are never more.</exception>
    public static int Finer(int count) => count < MostChunks ? 2 * count : throw new ArgumentException(
        $"Cards that no {MostChunks} chunks of {LongestChunk} bytes can carry.");

    /// <summary>Writes one chunk.</summary>
    /// <param name="cards">Rising by token.</param>
    public static byte[] WriteChunk(IEnumerable<CardEntry> cards)
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

    /// <summary>Packs a chunk.</summary>
    /// <returns>Null: it is longer than its readers take.</returns>
    public static byte[]? Pack(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length > LongestChunk)
            return null;
        var packed = new byte[1 + BrotliEncoder.GetMaxCompressedLength(chunk.Length)];
        packed[0] = Packed;
        if (!BrotliEncoder.TryCompress(chunk, packed.AsSpan(1), out var length, Quality, WindowBits))
            throw new InvalidOperationException("There was room for the longest that a chunk can become.");
        return packed[..(1 + length)];
    }

    /// <summary>The lines of a chunk, packed or not.</summary>
    public static Reading<byte[]> Unpack(ReadOnlySpan<byte> bytes)
    {
        byte[] plain = [];
        return Unpack(bytes, lines =>
        {
            plain = lines.ToArray();
            return null;
        }) is { } error ? error : plain;
    }

    /// <summary>The lowest token that a chunk can have.</summary>
    /// <param name="index">Its place.</param>
    /// <param name="count">How many chunks there are, a power of two.</param>
    public static CardToken FirstOf(int index, int count) =>
        count == 1 ? default : new CardToken((UInt128)(uint)index << (128 - BitOperations.Log2((uint)count)));

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
        return Unpack(bytes, lines => ReadLines(lines, take));
    }

    /// <summary>However little it was packed to, no more is taken for it than for a chunk that was not.</summary>
    private static FormatError? Unpack(ReadOnlySpan<byte> bytes, Func<ReadOnlySpan<byte>, FormatError?> read)
    {
        if (bytes.Length > LongestChunk)
            return new FormatError(FormatErrorKind.TooLong, $"{bytes.Length} bytes in a chunk; at most {LongestChunk}");
        if (bytes.IsEmpty || bytes[0] != Packed)
            return read(bytes);
        var room = ArrayPool<byte>.Shared.Rent(LongestChunk);
        try
        {
            var isWhole = BrotliDecoder.TryDecompress(bytes[1..], room.AsSpan(0, LongestChunk), out var length);
            return isWhole
                ? read(room.AsSpan(0, length))
                : new FormatError(
                    FormatErrorKind.BadContent,
                    $"a packed chunk that is damaged, or has more than {LongestChunk} bytes");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    private static FormatError? ReadLines(ReadOnlySpan<byte> bytes, Action<CardEntry> take)
    {
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

    /// <returns>Null: one is too long.</returns>
    private static int Place(CardToken card, int bits) => bits == 0 ? 0 : (int)(card.Value >> (128 - bits));

    private static FormatError Bad(int line, string what) =>
        new(FormatErrorKind.BadContent, $"line {line + 1} of a chunk: {what}");
}
