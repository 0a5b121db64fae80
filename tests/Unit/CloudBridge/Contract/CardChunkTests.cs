using System.Text;
using CloudBridge.Contract;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Contract;

public class CardChunkTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(400, 1)]
    [InlineData(1_000, 4)]
    [InlineData(10_000, 64)]
    public void Cards_come_back_from_a_power_of_two_of_chunks(int count, int chunkCount)
    {
        var cards = Enumerable.Range(0, count).Select(Card).ToList();

        var chunks = CardChunks.Write(cards);
        var read = chunks.SelectMany((chunk, index) => CardChunks.Read(chunk, index, chunks.Count).OrThrow());

        Assert.Equal(chunkCount, chunks.Count);
        Assert.Equal(cards.OrderBy(card => card.Card), read);
    }

    [Fact]
    public void A_change_to_one_card_changes_one_chunk()
    {
        var cards = Enumerable.Range(0, 2_000).Select(Card).ToList();
        var before = CardChunks.Write(cards);

        cards[77] = cards[77] with { State = CardState.Blocked };
        var after = CardChunks.Write(cards);

        Assert.Equal(1, before.Zip(after).Count(pair => !pair.First.AsSpan().SequenceEqual(pair.Second)));
    }

    [Theory]
    [InlineData("swapped")]
    [InlineData("twice")]
    [InlineData("cut")]
    [InlineData("of another chunk")]
    public void A_chunk_that_was_tampered_with_is_bad(string how)
    {
        var chunks = CardChunks.Write([.. Enumerable.Range(0, 1_000).Select(Card)]);
        var lines = Encoding.UTF8.GetString(chunks[2]).Split('\n');
        var text = how switch
        {
            "swapped" => string.Join('\n', [lines[1], lines[0], .. lines[2..]]),
            "twice" => string.Join('\n', [lines[0], .. lines]),
            "cut" => string.Join('\n', lines)[..^1],
            _ => Encoding.UTF8.GetString(chunks[3]),
        };

        Assert.False(CardChunks.Read(Encoding.UTF8.GetBytes(text), 2, 4).Succeeded(out _, out var error));
        Assert.Equal(FormatErrorKind.BadContent, error.Kind);
    }

    [Fact]
    public void Cards_that_are_long_are_cut_finer_so_that_every_chunk_can_be_read()
    {
        var uses = Enumerable.Range(0, 500).Select(number => new AllowanceUse($"{number:D64}", 1, 1));
        var cards = Enumerable.Range(1, 100)
            .Select(number => Card(number) with { AllowancesUsed = [.. uses] })
            .ToList();

        var chunks = CardChunks.Write(cards);

        Assert.True(int.IsPow2(chunks.Count));
        var read = chunks.SelectMany((chunk, index) => CardChunks.Read(chunk, index, chunks.Count).OrThrow());
        Assert.Equal(cards.OrderBy(card => card.Card), read);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(400)]
    public void A_packed_chunk_is_read_as_the_one_that_was_packed(int count)
    {
        var cards = Enumerable.Range(0, count).Select(Card).OrderBy(card => card.Card).ToList();

        var packed = CardChunks.Pack(CardChunks.WriteChunk(cards))!;

        Assert.Equal(cards, CardChunks.Read(packed, 0, 1).OrThrow());
        Assert.Equal(CardChunks.WriteChunk(cards), CardChunks.Unpack(packed).OrThrow());
    }

    /// <summary>Of a list's 200 bytes a card those are left that are random, and little more.</summary>
    [Fact]
    public void A_packed_chunk_is_a_quarter_as_long()
    {
        var plain = CardChunks.WriteChunk(Enumerable.Range(0, 256).Select(Card).OrderBy(card => card.Card));

        Assert.InRange(CardChunks.Pack(plain)!.Length, 1, plain.Length / 4);
    }

    [Fact]
    public void A_packed_chunk_that_is_damaged_or_cut_is_bad_and_nothing_else()
    {
        var packed = CardChunks.Pack(
            CardChunks.WriteChunk(Enumerable.Range(0, 20).Select(Card).OrderBy(card => card.Card)))!;
        for (var length = 1; length < packed.Length; length += 7)
        {
            var bent = packed.ToArray();
            bent[length] ^= 4;

            Assert.False(CardChunks.Read(packed.AsSpan(0, length), 0, 1).Succeeded(out _, out _));
            if (CardChunks.Read(bent, 0, 1).Succeeded(out _, out var error))
                continue;
            Assert.Equal(FormatErrorKind.BadContent, error.Kind);
        }
    }

    /// <summary>A few hundred bytes can be packed that would be gigabytes.</summary>
    [Fact]
    public void What_would_become_longer_than_a_chunk_is_refused_and_takes_no_more_room_than_one()
    {
        var bomb = new byte[100_000];
        bomb[0] = 1;
        Assert.True(System.IO.Compression.BrotliEncoder.TryCompress(
            new byte[CardChunks.LongestChunk + 1], bomb.AsSpan(1), out var length, quality: 9, window: 18));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.False(CardChunks.Read(bomb.AsSpan(0, 1 + length), 0, 1).Succeeded(out _, out var error));

        Assert.Equal(FormatErrorKind.BadContent, error.Kind);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 * CardChunks.LongestChunk);
    }

    [Fact]
    public void Cards_that_are_too_long_for_a_chunk_are_not_packed() =>
        Assert.Null(CardChunks.Pack(new byte[CardChunks.LongestChunk + 1]));

    private static CardEntry Card(int number) => new(
        Site.Card($"04{number:X12}"),
        Records.Wallet(number),
        CardState.Ok,
        CardClass.Uid,
        [Records.Amount("TLF", number)],
        EverUsed: false);
}
