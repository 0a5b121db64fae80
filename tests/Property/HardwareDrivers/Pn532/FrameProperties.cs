using FsCheck.Fluent;
using HardwareDrivers.Pn532;

namespace Tests.Property.HardwareDrivers.Pn532;

public class FrameProperties
{
    private static readonly Frame Marker = new Frame.Information(FrameDirection.FromChip, new byte[] { 0x15 });

    [Fact]
    public void What_is_encoded_is_read_back_however_it_is_cut()
    {
        var cases =
            from data in Hostile.Data
            from cuts in Hostile.Cuts
            from direction in Gen.Elements(FrameDirection.ToChip, FrameDirection.FromChip)
            from extended in Gen.Elements(true, false)
            select (data, cuts, direction, extended);

        Prop.ForAll(cases.ToArbitrary(), one =>
        {
            var bytes = one.extended
                ? FrameEncoder.Extended(one.direction, one.data)
                : FrameEncoder.Information(one.direction, one.data);
            return Read(new FrameParser(), Hostile.Pieces(bytes, one.cuts)) is [Frame.Information frame]
                && frame.Equals(new Frame.Information(one.direction, one.data));
        }).HoldsAlways();
    }

    [Fact]
    public void What_comes_out_does_not_depend_on_the_cuts()
    {
        var cases =
            from bytes in Hostile.Bytes
            from cuts in Hostile.Cuts
            select (bytes, cuts);

        Prop.ForAll(cases.ToArbitrary(), one =>
            Read(new FrameParser(), Hostile.Pieces(one.bytes, one.cuts))
                .SequenceEqual(Read(new FrameParser(), [one.bytes]))).HoldsAlways();
    }

    [Fact]
    public void After_any_bytes_and_a_pause_the_next_frame_is_read()
    {
        var cases =
            from bytes in Hostile.Bytes
            from cuts in Hostile.Cuts
            select (bytes, cuts);

        Prop.ForAll(cases.ToArbitrary(), one =>
        {
            var parser = new FrameParser();
            Read(parser, Hostile.Pieces(one.bytes, one.cuts));
            while (parser.Abandon() is not null)
                Read(parser, []);
            return Read(parser, [MarkerBytes()]).Contains(Marker);
        }).HoldsAlways();
    }

    // Without a pause a damaged length may wait for as many bytes as the longest frame has.
    [Fact]
    public void After_any_bytes_and_enough_others_the_next_frame_is_read_without_a_pause()
    {
        Prop.ForAll(Hostile.Bytes.ToArbitrary(), bytes =>
            Read(new FrameParser(), [[.. bytes, .. Filler(), .. MarkerBytes()]]).Contains(Marker)).HoldsAlways();
    }

    // The bytes before it may begin a frame whose checksum happens to fit: then that frame has taken it as its data.
    [Fact]
    public void A_frame_that_a_damaged_one_seemed_to_hold_is_read_all_the_same()
    {
        Prop.ForAll(Hostile.Bytes.ToArbitrary(), bytes =>
        {
            var read = Read(new FrameParser(), [[.. bytes, .. MarkerBytes(), .. Filler()]]);
            return read.Contains(Marker) || read.Count > Read(new FrameParser(), [bytes]).Count;
        }).HoldsAlways();
    }

    [Fact]
    public void A_frame_within_a_frame_is_data()
    {
        byte[] data = [0x41, .. MarkerBytes()];

        Assert.Equal(
            [new Frame.Information(FrameDirection.FromChip, data)],
            Read(new FrameParser(), [FrameEncoder.Information(FrameDirection.FromChip, data)]));
    }

    [Fact]
    public void A_single_flipped_bit_never_makes_another_frame_of_the_same_kind()
    {
        var cases =
            from data in Hostile.Data
            from bit in Gen.Choose(0, 8 * (data.Length + 8) - 1)
            select (data, bit);

        Prop.ForAll(cases.ToArbitrary(), one =>
        {
            var frame = new Frame.Information(FrameDirection.FromChip, one.data);
            var bytes = FrameEncoder.Information(FrameDirection.FromChip, one.data);
            bytes[one.bit / 8] ^= (byte)(1 << (one.bit % 8));
            var whole = Read(new FrameParser(), [bytes]).OfType<Frame.Information>();
            return whole.All(read => read.Equals(frame) || read.Data.Length < one.data.Length);
        }).HoldsAlways();
    }

    private static byte[] Filler() => [.. Enumerable.Repeat((byte)0x55, FrameLimits.MaximumData + 8)];

    private static byte[] MarkerBytes() => FrameEncoder.Information(FrameDirection.FromChip, [0x15]);

    private static List<Frame> Read(FrameParser parser, IEnumerable<byte[]> pieces)
    {
        var frames = new List<Frame>();
        foreach (var piece in pieces.DefaultIfEmpty([]))
        {
            parser.Add(piece);
            while (parser.Next() is { } frame)
                frames.Add(frame);
        }
        return frames;
    }
}
