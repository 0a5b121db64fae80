using System.Globalization;
using System.Text;
using CloudBridge.Contract;
using FsCheck;
using FsCheck.Fluent;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Property.EdgeTerminal.Core;

internal enum PeerLineKind
{
    Debit,
    Credit,
    Hold,
    End,
    Other,
}

internal enum PeerStepKind
{
    Hear,
    List,
    RestoredLedger,
    NextEpoch,
    Restart,
    Wait,
}

internal enum PlantedPeerBug
{
    None,
    IgnoresWhatIsBeyondAGap,
    CountsTwice,
    ForgetsWhatIsForked,
}

/// <summary>A line of another terminal. Two of one place are of two machines with one key.</summary>
internal sealed record PeerLine(int Peer, int Branch, long Sequence, PeerLineKind Kind, long Cents, PeerLine? Before)
{
    private const int Hashed = 7;

    /// <summary>As it is heard. Nobody checks its signature again.</summary>
    public HeardRecord Heard { get; } = new(
        PeerStory.NameOf(Peer),
        new RecordPosition(1, Sequence),
        HashOf(Peer, Branch, Sequence),
        Before is null ? Digest.Zero : HashOf(Before.Peer, Before.Branch, Before.Sequence),
        // Nobody knows when it was written, so no list is known to have taken a hold off.
        new Stamp(1, 1_000, Clock.Noon, Trusted: false),
        FactOf(Kind, Sequence, Cents));

    public override string ToString() => $"{Peer}/{Branch}/{Sequence}: {Kind} {Cents}";

    /// <summary>This is the one before that one.</summary>
    public bool IsBefore(PeerLine line) => line.Before == this;

    /// <summary>It ends that hold.</summary>
    public bool Ends(PeerLine hold) =>
        Kind == PeerLineKind.End && Peer == hold.Peer && Sequence == hold.Sequence + 1;

    /// <summary>The same content, as if it were another line.</summary>
    public HeardRecord Twin() => Heard with { Hash = HashOf(Peer, Branch + Hashed, Sequence) };

    private static Digest HashOf(int peer, int branch, long sequence) => Digest.Of(
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{peer} {branch} {sequence}")));

    private static Fact FactOf(PeerLineKind kind, long sequence, long cents)
    {
        var payment = new Payment(Site.Card(Guest), WalletOf(Guest), [Records.Amount("TLF", cents)]);
        return kind switch
        {
            PeerLineKind.Debit => new Fact.Refund(payment, Site.Card(Other)),
            PeerLineKind.Credit => new Fact.Refill(payment, Site.Card(Other)),
            PeerLineKind.Hold => new Fact.Hold(payment, ArticleId.Parse("beer"), new Money(500), 500, Records.Verdict),
            PeerLineKind.End => new Fact.Release(new RecordPosition(1, sequence - 1), "card gone"),
            _ => new Fact.FireOpened(),
        };
    }
}

internal sealed record PeerStep(
    PeerStepKind Kind, int Line, int Count, bool Backwards, int Peer, long Watermark);

/// <summary>The journals of three terminals, and what becomes of them on their way.</summary>
internal sealed record PeerStory(IReadOnlyList<PeerLine> Lines, IReadOnlyList<PeerStep> Steps)
{
    public const int Peers = 3;

    private const int Longest = 8;

    public static Gen<PeerStory> Any { get; } =
        from first in Journal(0)
        from second in Journal(1)
        from third in Journal(2)
        from length in Gen.Choose(1, 40)
        from steps in Gen.ArrayOf(Step, length)
        select new PeerStory([.. first, .. second, .. third], steps);

    private static Gen<PeerStep> Step =>
        from kind in Gen.Frequency(
            (12, Gen.Constant(PeerStepKind.Hear)),
            (3, Gen.Constant(PeerStepKind.List)),
            (1, Gen.Constant(PeerStepKind.RestoredLedger)),
            (1, Gen.Constant(PeerStepKind.NextEpoch)),
            (1, Gen.Constant(PeerStepKind.Restart)),
            (2, Gen.Constant(PeerStepKind.Wait)))
        from line in Gen.Choose(0, Peers * Longest)
        from count in Gen.Choose(1, 5)
        from backwards in Gen.Elements(true, false)
        from peer in Gen.Choose(0, Peers - 1)
        from watermark in Gen.Choose(0, Longest)
        select new PeerStep(kind, line, count, backwards, peer, watermark);

    /// <summary>For whoever looks for the reason of a failure.</summary>
    public override string ToString() => $"{string.Join('\n', Lines)}\n{string.Join('\n', Steps)}";

    public static TerminalId NameOf(int peer) =>
        TerminalId.Parse(string.Create(CultureInfo.InvariantCulture, $"bar-{peer + 2}"));

    public static int IndexOf(TerminalId name) => Enumerable.Range(0, Peers).First(peer => NameOf(peer) == name);

    /// <summary>A chain, and now and then a second machine that goes its own way from somewhere on.</summary>
    private static Gen<List<PeerLine>> Journal(int peer) =>
        from kinds in Kinds(Longest)
        from cents in Gen.ArrayOf(Gen.Choose(1, 500), Longest)
        from fork in Gen.Frequency((3, Gen.Constant(Longest)), (1, Gen.Choose(1, Longest - 1)))
        from others in Kinds(Longest)
        select Write(peer, kinds, cents, fork, others);

    private static Gen<PeerLineKind[]> Kinds(int count) => Gen.ArrayOf(
        Gen.Frequency(
            (4, Gen.Constant(PeerLineKind.Debit)),
            (3, Gen.Constant(PeerLineKind.Credit)),
            (2, Gen.Constant(PeerLineKind.Hold)),
            (2, Gen.Constant(PeerLineKind.Other))),
        count);

    private static List<PeerLine> Write(
        int peer, PeerLineKind[] kinds, int[] cents, int fork, PeerLineKind[] others)
    {
        var lines = new List<PeerLine>();
        foreach (var place in Enumerable.Range(0, kinds.Length))
        {
            var before = place == 0 ? null : lines[^1];
            // Every other hold has an end behind it.
            var kind = before is { Kind: PeerLineKind.Hold } && place % 2 == 1 ? PeerLineKind.End : kinds[place];
            lines.Add(new PeerLine(peer, 0, place + 1, kind, cents[place], before));
        }
        var last = fork == kinds.Length ? null : lines[fork - 1];
        foreach (var place in Enumerable.Range(fork, kinds.Length - fork))
        {
            // Holds have one name on both branches: here the second has none.
            var kind = others[place] == PeerLineKind.Hold ? PeerLineKind.Debit : others[place];
            last = new PeerLine(peer, 1, place + 1, kind, cents[place] + 1, last);
            lines.Add(last);
        }
        return lines;
    }
}
