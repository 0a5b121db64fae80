using HardwareDrivers.Pn532;
using Tests.Support;

namespace Tests.Property.HardwareDrivers.Pn532;

/// <summary>
/// Mutated frames by the million: every call comes back, nothing is thrown, memory stays flat. A failure names the seed
/// that shows it again.
/// </summary>
[Collection(nameof(Alone))]
public class FuzzTests
{
    private static long Frames => LongRuns.AreWanted ? 20_000_000 : 1_000_000;

    [Fact]
    public void Mutated_frames_never_hang_nor_break_the_codec() =>
        Assert.True(new FuzzRun(firstSeed: 1).Run(Frames / 2, FuzzRun.Codec) > 0);

    [Fact]
    public void Mutated_frames_never_hang_nor_break_the_whole_driver() =>
        Assert.True(new FuzzRun(firstSeed: 1).Run(Frames / 2, FuzzRun.Driver) > 0);

    [Fact]
    public void The_same_seed_gives_the_same_frames()
    {
        static string[] First(int seed)
        {
            var frames = new FrameMutator(seed);
            return [.. Enumerable.Range(0, 100).Select(_ => Convert.ToHexString(frames.Next()))];
        }

        Assert.Equal(First(7), First(7));
        Assert.NotEqual(First(7), First(8));
    }

    // Else the fuzzing would only ever meet the first check.
    [Fact]
    public void Mutated_frames_get_as_far_as_every_kind_of_frame_and_of_fault()
    {
        var (kinds, faults) = (new HashSet<Type>(), new HashSet<FrameFault>());
        var (frames, parser) = (new FrameMutator(1), new FrameParser());
        for (var count = 0; count < 20_000; count++)
        {
            parser.Add(frames.Next());
            while ((parser.Next() ?? parser.Abandon()) is { } frame)
            {
                kinds.Add(frame.GetType());
                if (frame is Frame.Broken broken)
                    faults.Add(broken.Fault);
            }
        }

        Assert.Equal(5, kinds.Count);
        Assert.Equal(Enum.GetValues<FrameFault>().ToHashSet(), faults);
    }

    [Fact]
    public void The_driver_gets_everywhere_while_it_is_fuzzed()
    {
        var kinds = new HashSet<Type>();

        var (_, statistics) = FuzzRun.Driver(1, happened => kinds.Add(happened.GetType()));

        Assert.Equal(5, kinds.Count);
        Assert.All(statistics.Rungs, rung => Assert.InRange(rung.Successes, 1, rung.Tries));
        Assert.InRange(statistics.LinkLosses, 1, int.MaxValue);
    }

    [Fact]
    public void A_planted_exception_is_found_and_names_its_seed()
    {
        static long Planted(int seed) =>
            seed == 5 ? throw new InvalidDataException("planted") : FuzzRun.Codec(seed);

        var found = Assert.Throws<InvalidOperationException>(() => new FuzzRun(firstSeed: 1).Run(1_000_000, Planted));

        Assert.Equal("Replay with ET_FUZZ_SEED=5: planted", found.Message);
    }

    [Fact]
    public void A_planted_leak_is_found()
    {
        var kept = new List<byte[]>();
        long Planted(int seed)
        {
            kept.Add(new byte[1 << 20]);
            return FuzzRun.Codec(seed);
        }

        var found = Assert.ThrowsAny<Exception>(() => new FuzzRun(firstSeed: 1).Run(200_000, Planted));

        Assert.StartsWith("Memory has grown by", found.Message, StringComparison.Ordinal);
        Assert.NotEmpty(kept);
    }
}
