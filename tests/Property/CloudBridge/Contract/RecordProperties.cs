using System.Text;
using CloudBridge.Contract;
using FsCheck.Fluent;
using Tests.Support;

namespace Tests.Property.CloudBridge.Contract;

public sealed class RecordProperties : IDisposable
{
    private readonly Site site = new();

    public void Dispose() => site.Dispose();

    [Fact]
    public void There_is_a_generator_for_every_kind_of_fact() =>
        Assert.Equal(
            FactKinds.Names.Order(),
            FactGens.Kinds.Select(kind => FactKinds.Of(kind.Sample(1, 1).Single())).Order());

    [Fact]
    public void Every_fact_reads_as_it_was_written() =>
        Holds.For(FactGens.Any, 2_000, fact =>
        {
            var record = Records.At(5, fact, Digest.Of("before"u8)) with { Position = new RecordPosition(2, 5) };
            if (fact is Fact.Sale)
                record = record with { Reissues = new RecordName(1, 7, Digest.Of("said before"u8)) };
            var line = RecordLine.Write(record, site.Terminal).Compact;

            Assert.Equal(record, Read(line).OrThrow());
        });

    [Fact]
    public void Hostile_bytes_cause_nothing_but_a_declared_error()
    {
        var lines = FactGens.Any.Select(fact => RecordLine.Write(Records.At(1, fact), site.Terminal).Compact.ToArray());

        Holds.For(Mutations.Of(lines), 3_000, bytes => Read(bytes).Succeeded(out _, out _));
    }

    /// <summary>A stolen terminal has a good key: what it signs may still say anything.</summary>
    [Fact]
    public void A_well_signed_payload_of_hostile_bytes_causes_nothing_but_a_declared_error()
    {
        var payloads = FactGens.Any.Select(fact => RecordLine.Payload(Records.At(1, fact)).ToArray());

        Holds.For(Mutations.Of(payloads), 3_000, bytes =>
        {
            var line = Jws.Sign(JwsType.Record, bytes, site.Terminal).Compact;
            if (Read(line).Succeeded(out var record, out var error))
                Assert.NotNull(record.Fact.Movements().ToList());
            else
                Assert.Contains(error.Kind, new[] { FormatErrorKind.BadContent, FormatErrorKind.WrongAddressee });
        });
    }

    [Fact]
    public void What_a_sale_takes_is_what_its_basket_costs() =>
        Holds.For(Gens.Sale, 1_000, sale =>
            Assert.Equal(-sale.Basket.Sum(line => line.Cost()), sale.Movements().Sum(movement => movement.Amount)));

    private Reading<JournalRecord> Read(ReadOnlyMemory<byte> line) =>
        Jws.Open(JwsType.Record, line, site.TerminalKeys).Succeeded(out var signed, out var error)
            ? RecordLine.Read(signed, Site.Id)
            : error;
}
