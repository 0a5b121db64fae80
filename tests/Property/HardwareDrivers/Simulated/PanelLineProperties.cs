using FsCheck;
using FsCheck.Fluent;
using HardwareDrivers.Simulated;
using Tests.Property.HardwareDrivers.Pn532;

namespace Tests.Property.HardwareDrivers.Simulated;

public class PanelLineProperties
{
    // Pieces of JSON in any order, so that not only the first byte is met.
    private static readonly Gen<byte[]> AlmostJson =
        Gen.Elements("{", "}", "[", "]", ":", ",", " ", "true", "1e999", "'key'", "'frozen'", "'1'", "'\\ud800'")
            .Select(piece => piece.Replace('\'', '"'))
            .ListOf()
            .Select(pieces => System.Text.Encoding.UTF8.GetBytes(string.Concat(pieces)));

    [Fact]
    public void Whatever_a_viewer_sends_is_an_order_or_nonsense_and_never_an_exception()
    {
        Prop.ForAll(Gen.OneOf(Hostile.Bytes, AlmostJson).ToArbitrary(), line =>
            PanelLine.Read(line) is PanelOrder.Nonsense or PanelOrder.Freeze or PanelOrder.Key { Name.Length: >= 1 })
            .HoldsAlways();
    }
}
