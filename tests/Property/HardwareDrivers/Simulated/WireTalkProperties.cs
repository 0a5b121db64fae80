using FsCheck;
using FsCheck.Fluent;
using HardwareDrivers.Simulated;
using Tests.Property.HardwareDrivers.Pn532;

namespace Tests.Property.HardwareDrivers.Simulated;

public class WireTalkProperties
{
    // Pieces of JSON in any order, so that not only the first byte is met.
    private static readonly Gen<byte[]> AlmostJson =
        Gen.Elements(
                "{", "}", ":", ",", "true", "null", "1e999", "17", "'chip'", "'line'", "'level'", "'for'", "'bias'",
                "'t'", "'n'", "'refused'", "'\\ud800'", "{'chip':0,'line':17,'for':", "{'t':1,'level':true,'n':")
            .Select(piece => piece.Replace('\'', '"'))
            .ListOf()
            .Select(pieces => System.Text.Encoding.UTF8.GetBytes(string.Concat(pieces)));

    [Fact]
    public void Whatever_either_end_sends_is_never_an_exception_and_what_is_understood_can_be_said_again() =>
        Prop.ForAll(Gen.OneOf(Hostile.Bytes, AlmostJson).ToArbitrary(), packet =>
            (WireTalk.ReadOrder(packet) is not WireOrder.Open open
                || open.Equals(WireTalk.ReadOrder(WireTalk.Ask(open)))) &&
            (WireTalk.ReadNews(packet) is not WireNews.Level level
                || level.Equals(WireTalk.ReadNews(WireTalk.Level(level.IsHigh)))))
            .HoldsAlways();

    [Fact]
    public void What_one_end_says_the_other_understands() =>
        Prop.ForAll(
            ArbMap.Default.GeneratorFor<(int, bool?, long, uint)>().ToArbitrary(),
            row =>
            {
                var (line, level, moment, number) = row;
                var open = new WireOrder.Open(0, line, "valve") { Level = level };
                return open.Equals(WireTalk.ReadOrder(WireTalk.Ask(open))) &&
                    new WireOrder.Drive(level).Equals(WireTalk.ReadOrder(WireTalk.Drive(level))) &&
                    new WireNews.Changed(moment, level is true, number)
                        .Equals(WireTalk.ReadNews(WireTalk.Changed(moment, level is true, number)));
            })
            .HoldsAlways();
}
