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

    private static CardEntry Card(int number) => new(
        Site.Card($"04{number:X12}"),
        Records.Wallet(number),
        CardState.Ok,
        CardClass.Uid,
        [Records.Amount("TLF", number)],
        EverUsed: false);
}
