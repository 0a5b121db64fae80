using System.Collections.Immutable;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Pn532;
using HardwareDrivers.Simulated;

namespace Tests.Property.HardwareDrivers.Pn532;

/// <summary>
/// Many mutated frames, in rounds of one seed each. What a round finds out of order says its seed: ET_FUZZ_SEED runs
/// that one round alone.
/// </summary>
internal sealed class FuzzRun(int firstSeed)
{
    /// <summary>Frames that one seed gives.</summary>
    public const int Round = 10_000;

    private const long MemoryBound = 4 << 20;
    private const int Quarters = 4;

    /// <summary>A round that is to be run again, and no other.</summary>
    public static int? Replayed =>
        int.TryParse(Environment.GetEnvironmentVariable("ET_FUZZ_SEED"), out var seed) ? seed : null;

    /// <summary>Runs rounds until so many frames were used, and sees that memory stays flat.</summary>
    /// <param name="frames">At least so many.</param>
    /// <param name="round">One round of a seed; says how many frames it used.</param>
    /// <returns>How many there were.</returns>
    public long Run(long frames, Func<int, long> round)
    {
        if (Replayed is { } seed)
            return Once(seed, round);
        var (done, next) = (Once(firstSeed, round), firstSeed);
        var settled = Memory();
        for (var quarter = 1; quarter <= Quarters; quarter++)
        {
            while (done < frames * quarter / Quarters)
                done += Once(++next, round);
            var grown = Memory() - settled;
            Assert.True(grown < MemoryBound, $"Memory has grown by {grown} bytes in {done} frames (seeds to {next}).");
        }
        return done;
    }

    /// <summary>Frames into the parser, what comes out of it into every command.</summary>
    public static long Codec(int seed)
    {
        var frames = new FrameMutator(seed);
        var parser = new FrameParser();
        for (var count = 0; count < Round; count++)
        {
            var bytes = frames.Next();
            var cut = frames.Below(bytes.Length + 1);
            Feed(parser, bytes[..cut]);
            Feed(parser, bytes[cut..]);
            if (frames.Below(50) == 0)
                parser.Abandon();
        }
        return Round;
    }

    /// <summary>The whole driver on a line that cannot be trusted.</summary>
    public static long Driver(int seed) => Driver(seed, _ => { }).Frames;

    /// <inheritdoc cref="Driver(int)"/>
    public static (long Frames, ReaderStatistics Statistics) Driver(int seed, Action<ReaderEvent> report)
    {
        var clock = new VirtualClock();
        using var enough = new CancellationTokenSource();
        var frames = new FrameMutator(seed);
        var lines = new List<HostileLine>();
        var reader = new Pn532Reader(Open, new Pn532Settings(), clock)
        {
            Lines = new RecoveryLines(new SwitchedLine(_ => { }), new SwitchedLine(_ => { })),
            Prover = new Curious(),
        };
        reader.Run(report, enough.Token);
        return (lines.Sum(line => line.Frames), reader.Statistics);

        HostileLine Open()
        {
            lines.Add(new HostileLine(frames, clock, enough) { Most = Round - lines.Sum(line => line.Frames) });
            return lines[^1];
        }
    }

    private static long Once(int seed, Func<int, long> round)
    {
        try
        {
            return round(seed);
        }
        catch (Exception fault)
        {
            throw new InvalidOperationException($"Replay with ET_FUZZ_SEED={seed}: {fault.Message}", fault);
        }
    }

    private static void Feed(FrameParser parser, ReadOnlySpan<byte> bytes)
    {
        parser.Add(bytes);
        // Each frame takes two bytes at least.
        for (var left = 2 + 1000; parser.Next() is { } frame; left--)
        {
            Assert.True(left > 0, "The parser does not come to an end.");
            if (frame is Frame.Information { Data: var data })
                DecodeAll(data.Span[1..]);
        }
    }

    private static void DecodeAll(ReadOnlySpan<byte> content)
    {
        new GetFirmwareVersion().Decode(content);
        new SamConfiguration().Decode(content);
        new SetSerialBaudRate(SetSerialBaudRate.PowerOn).Decode(content);
        new RfConfiguration.Field(On: false).Decode(content);
        new TargetOrder.Select(1).Decode(content);
        new ExchangeCommand.ByProtocol(1, ReadOnlyMemory<byte>.Empty, GoesOn: false).Decode(content);
        new ExchangeCommand.AsItIs(ReadOnlyMemory<byte>.Empty).Decode(content);
        new WriteRegister(WriteRegister.ReceptionMode, 0).Decode(content);
        if (new InListPassiveTarget(2).Decode(content) is Decoded<ImmutableArray<TypeATarget>>.Value found)
            Assert.All(found.Content, target => Assert.True(target.Card.Uid.Length is 4 or 7 or 10));
    }

    private static long Memory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    /// <summary>Asks every card something.</summary>
    private sealed class Curious : ICardProver
    {
        public CardProof Prove(ICardChannel card, CancellationToken cancellation) =>
            card.Send([0x30, 0x00], cancellation) is CardReply.Answered
                ? CardProof.Nothing
                : new CardProof.Interrupted();
    }
}
