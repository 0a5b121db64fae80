using System.Text;
using CloudBridge.Contract;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Contract;

public sealed class RecordLineTests : IDisposable
{
    private readonly Site site = new();

    public void Dispose() => site.Dispose();

    [Fact]
    public void A_record_reads_as_it_was_written()
    {
        var record = Records.At(2, Records.Beer, Digest.Of("line 1"u8)) with { Torn = new(12, Digest.Of("torn"u8)) };

        Assert.Equal(record, Read(RecordLine.Write(record, site.Terminal).Compact).OrThrow());
    }

    [Fact]
    public void A_record_names_the_line_that_it_says_again()
    {
        var record = Records.At(1, Records.Beer) with
        {
            Position = new RecordPosition(2, 1),
            Reissues = new RecordName(1, 7, Digest.Of("line 7"u8)),
        };

        Assert.Equal(record, Read(RecordLine.Write(record, site.Terminal).Compact).OrThrow());
    }

    [Theory]
    [InlineData(2, 1, 1)]
    [InlineData(2, 3, 1)]
    [InlineData(2, 0, 1)]
    [InlineData(2, 1, 0)]
    public void A_record_says_again_only_what_an_earlier_epoch_said(long epoch, long firstEpoch, long firstSequence)
    {
        var record = Records.At(1, Records.Beer) with
        {
            Position = new RecordPosition(epoch, 2),
            Reissues = new RecordName(firstEpoch, firstSequence, Digest.Of("line"u8)),
        };

        var isGood = firstEpoch is 1 && firstSequence is 1;
        Assert.Equal(isGood, Read(RecordLine.Write(record, site.Terminal).Compact).Succeeded(out _, out _));
    }

    [Theory]
    [InlineData(1, 64, 1_000, true)]
    [InlineData(2, 32, 1, true)]
    [InlineData(1, 0, 1, false)]
    [InlineData(1, 65, 1, false)]
    [InlineData(2, 33, 1, false)]
    [InlineData(1, 1, 0, false)]
    [InlineData(1, 1, 1_001, false)]
    public void Entries_are_carried_within_bounds(int cards, int rows, int people, bool isGood)
    {
        var entries = Enumerable.Range(0, rows).Select(_ => new TicketEntries(ArticleId.Parse("weekend"), people, 1));
        var all = Enumerable.Range(0, cards)
            .Select(card => new CardEntries(Site.Card($"04E1412B5B000{card}"), [.. entries]));
        var carried = new Fact.EntriesCarried(new RecordPosition(1, 1), [.. all]);

        Assert.Equal(isGood, carried.Flaw() is null);
    }

    [Fact]
    public void Entries_of_a_card_are_carried_once()
    {
        var card = new CardEntries(
            Site.Card("04E1412B5B0001"), [new TicketEntries(ArticleId.Parse("weekend"), People: 1, 1)]);
        var twice = new Fact.EntriesCarried(new RecordPosition(1, 1), [card, card]);

        Assert.Equal("the same card twice", twice.Flaw());
    }

    [Fact]
    public void A_payload_stays_as_it_is_documented() =>
        Assert.Equal(
            """
            {"version":1,"site":"verger","terminal":"bar-1","to":"ledger","epoch":1,"sequence":2,
            "previous":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","boot":1,"monotonicMilliseconds":2000,
            "wallMilliseconds":1790000002000,"trusted":true,"kind":"sale",
            "fact":{"card":"cc2ba2bf7f4640fd145ff4222641396f",
            "payments":[{"card":"cc2ba2bf7f4640fd145ff4222641396f","wallet":"00000000000000000000000000000001",
            "parts":[{"asset":"TNF","amount":200},{"asset":"TLF","amount":150}]}],
            "basket":[{"article":"beer","quantity":1,"unitPrice":350,"taxBasisPoints":2000}],
            "verdict":{"mode":"fresh","list":{"era":1,"version":7},"listAgeMilliseconds":1200,"presentedClass":"uid",
            "priceListVersion":3,"assumedGood":[]}}}
            """.ReplaceLineEndings(""),
            Payload());

    [Theory]
    [InlineData("\\u0062\\u0061\\u0072-1", true)]
    [InlineData("b\\u0061r 1", false)]
    public void A_name_may_be_escaped(string escaped, bool isGood)
    {
        var payload = Payload().Replace("\"bar-1\"", $"\"{escaped}\"", StringComparison.Ordinal);

        Assert.Equal(
            isGood, Read(Forge.Sign(JwsType.Record, payload, site.Terminal)).Succeeded(out _, out _));
    }

    [Fact]
    public void A_text_of_any_length_is_no_name()
    {
        foreach (var length in new[] { 41, 512, 513, 5_000 })
        {
            var payload = Payload().Replace("bar-1", new string('b', length), StringComparison.Ordinal);

            Assert.False(Read(Forge.Sign(JwsType.Record, payload, site.Terminal)).Succeeded(out _, out var error));
            Assert.Contains(Name.Expected, error.Detail, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("\"version\":1", "\"version\":2")]
    [InlineData("\"version\":1", "\"version\":1,\"version\":1")]
    [InlineData("\"version\":1", "\"version\":1,\"more\":1")]
    [InlineData("\"version\":1", "\"Version\":1")]
    [InlineData("\"version\":1,", "")]
    [InlineData("\"epoch\":1", "\"epoch\":0")]
    [InlineData("\"sequence\":2", "\"sequence\":0")]
    [InlineData("\"sequence\":2", "\"sequence\":2.0")]
    [InlineData("\"sequence\":2", "\"sequence\":\"2\"")]
    [InlineData("\"sequence\":2", "\"sequence\":9007199254740992")]
    [InlineData("\"boot\":1", "\"boot\":-1")]
    [InlineData("\"wallMilliseconds\":1790000002000", "\"wallMilliseconds\":-1")]
    [InlineData("\"wallMilliseconds\":1790000002000", "\"wallMilliseconds\":253402300800000")]
    [InlineData("\"trusted\":true", "\"trusted\":null")]
    [InlineData("\"kind\":\"sale\"", "\"kind\":\"gift\"")]
    [InlineData("\"kind\":\"sale\"", "\"kind\":\"refusal\"")]
    [InlineData("\"amount\":150", "\"amount\":149")]
    [InlineData("\"amount\":150", "\"amount\":-150")]
    [InlineData("\"amount\":150", "\"amount\":9007199254740991")]
    [InlineData("\"asset\":\"TLF\"", "\"asset\":\"TNF\"")]
    [InlineData("\"asset\":\"TLF\"", "\"asset\":\"SUB\"")]
    [InlineData("\"asset\":\"TLF\"", "\"asset\":\"TIM\"")]
    [InlineData("\"assumedGood\":[]", "\"assumedGood\":[],\"presentedCounter\":-1")]
    [InlineData("\"assumedGood\":[]", "\"assumedGood\":[],\"presentedCounter\":16777216")]
    [InlineData("\"quantity\":1", "\"quantity\":0")]
    [InlineData("\"quantity\":1", "\"quantity\":1001")]
    [InlineData("\"unitPrice\":350", "\"unitPrice\":351")]
    [InlineData("\"taxBasisPoints\":2000", "\"taxBasisPoints\":10001")]
    [InlineData("\"mode\":\"fresh\"", "\"mode\":\"Fresh\"")]
    [InlineData("\"mode\":\"fresh\"", "\"mode\":0")]
    [InlineData("\"card\":\"cc2b", "\"card\":\"CC2B")]
    [InlineData("\"assumedGood\":[]", "\"assumedGood\":[null]")]
    [InlineData("\"assumedGood\":[]", "\"assumedGood\":null")]
    [InlineData("\"terminal\":\"bar-1\"", "\"terminal\":\"\\ud800\"")]
    [InlineData("}}}", "}}},")]
    [InlineData("}}}", "}}")]
    public void A_payload_that_differs_from_the_format_is_bad_content(string good, string bad)
    {
        Assert.Contains(good, Payload(), StringComparison.Ordinal);
        var line = Forge.Sign(JwsType.Record, Payload().Replace(good, bad, StringComparison.Ordinal), site.Terminal);

        Assert.False(Read(line).Succeeded(out _, out var error));
        Assert.Equal(FormatErrorKind.BadContent, error.Kind);
    }

    [Theory]
    [InlineData("\"site\":\"verger\"", "\"site\":\"autre\"")]
    [InlineData("\"to\":\"ledger\"", "\"to\":\"terminals\"")]
    public void A_line_for_another_site_or_end_is_not_ours(string good, string bad)
    {
        var line = Forge.Sign(JwsType.Record, Payload().Replace(good, bad, StringComparison.Ordinal), site.Terminal);

        Assert.False(Read(line).Succeeded(out _, out var error));
        Assert.Equal(FormatErrorKind.WrongAddressee, error.Kind);
    }

    private static string Payload() => Encoding.UTF8.GetString(RecordLine.Payload(Records.At(2, Records.Beer)).Span);

    private Reading<JournalRecord> Read(ReadOnlyMemory<byte> line) =>
        Jws.Open(JwsType.Record, line, site.TerminalKeys).Succeeded(out var signed, out var error)
            ? RecordLine.Read(signed, Site.Id)
            : error;
}
