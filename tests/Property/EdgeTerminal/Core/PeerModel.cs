using System.Collections.Immutable;
using System.Globalization;
using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Property.EdgeTerminal.Core;

/// <summary>
/// One terminal that hears three others, and a plain model of what it may believe. Lines come in any order, twice, or
/// never; lists come in between, and power cuts. Each step ends with a guest who asks for the balance.
/// </summary>
internal sealed class PeerModel
{
    private const long Listed = 1_000_000;
    private const long HoldCounts = 15 * Clock.Minute;

    private readonly TerminalDriver terminal = new(Setup());
    private readonly PlantedPeerBug bug;
    private readonly IReadOnlyList<PeerLine> lines;

    /// <summary>Lines whose hash is known.</summary>
    private readonly HashSet<PeerLine> heard = [];

    /// <summary>Lines that did something, and when they came.</summary>
    private readonly Dictionary<PeerLine, long> counted = [];

    private readonly long[] watermarks = new long[PeerStory.Peers];

    /// <summary>The lowest place of a terminal's chain that two lines claim: a list may have either.</summary>
    private readonly long?[] forked = new long?[PeerStory.Peers];

    /// <summary>The list has records of its next epoch.</summary>
    private readonly bool[] left = new bool[PeerStory.Peers];

    private ListVersion list = new(1, 1);

    public PeerModel(PeerStory story, PlantedPeerBug bug)
    {
        (lines, this.bug) = (story.Lines, bug);
        terminal.Start();
        ApplyList();
    }

    /// <summary>Balances that were not those of the list.</summary>
    public int Telling { get; private set; }

    /// <summary>Credits that were heard and did not count.</summary>
    public int WaitingCredits { get; private set; }

    /// <summary>Debits that counted although the list's watermark is above them.</summary>
    public int ForkedDebits { get; private set; }

    public void Step(PeerStep step)
    {
        switch (step.Kind)
        {
            case PeerStepKind.Hear:
                foreach (var index in Enumerable.Range(step.Line, step.Count).Where(index => index < lines.Count))
                    Hear(lines[step.Backwards ? lines.Count - 1 - index : index]);
                break;
            case PeerStepKind.List:
                watermarks[step.Peer] = Math.Max(watermarks[step.Peer], step.Watermark);
                list = list with { Version = list.Version + 1 };
                ApplyList();
                break;
            case PeerStepKind.RestoredLedger:
                watermarks[step.Peer] = Math.Min(watermarks[step.Peer], step.Watermark);
                list = new ListVersion(list.Era + 1, list.Version);
                ApplyList();
                break;
            case PeerStepKind.NextEpoch:
                left[step.Peer] = true;
                list = list with { Version = list.Version + 1 };
                ApplyList();
                break;
            case PeerStepKind.Restart:
                heard.Clear();
                counted.Clear();
                Array.Clear(forked);
                terminal.Restart();
                break;
            case PeerStepKind.Wait:
                terminal.Wait(4 * Clock.Minute);
                break;
        }
        Check();
    }

    private void Hear(PeerLine line)
    {
        var isBeyondGap = line.Sequence > 1 && !heard.Any(known => known.IsBefore(line));
        if (!(bug == PlantedPeerBug.IgnoresWhatIsBeyondAGap && isBeyondGap))
            terminal.Hear(bug == PlantedPeerBug.CountsTwice ? [line.Heard, line.Twin()] : [line.Heard]);
        if (IsPast(line) || !heard.Add(line))
            return;
        counted.TryAdd(line, terminal.Monotonic);
        if (!left[line.Peer] && ForkAt(line) is { } fork)
            forked[line.Peer] = Math.Min(fork, forked[line.Peer] ?? fork);
    }

    /// <summary>A place where two lines must be: both were heard, or one and a line behind names the other.</summary>
    private long? ForkAt(PeerLine line)
    {
        var (before, there, behind) =
            (At(line.Peer, line.Sequence - 1), At(line.Peer, line.Sequence), At(line.Peer, line.Sequence + 1));
        return before.Count > 0 && there.Exists(other => !heard.Any(known => known.IsBefore(other)))
            ? line.Sequence - 1
            : there.Count > 1 || behind.Exists(other => !heard.Any(known => known.IsBefore(other)))
                ? line.Sequence
                : null;
    }

    private List<PeerLine> At(int peer, long sequence) =>
        [.. heard.Where(line => line.Peer == peer && line.Sequence == sequence)];

    private bool IsListed(PeerLine line) =>
        line.Sequence <= watermarks[line.Peer] && !(line.Sequence >= forked[line.Peer]);

    /// <summary>This list has it, and so will all others.</summary>
    private bool IsPast(PeerLine line) => line.Sequence < watermarks[line.Peer] && IsListed(line);

    private void ApplyList()
    {
        terminal.PeerWatermarks =
        [
            .. watermarks.Select((sequence, peer) => new Watermark(PeerStory.NameOf(peer), 1, sequence)),
            .. Enumerable.Range(0, PeerStory.Peers).Where(peer => left[peer])
                .Select(peer => new Watermark(PeerStory.NameOf(peer), 2, 1)),
        ];
        terminal.ApplyList(list, watermark: 0, Card(Guest, $"TLF {Listed}"));
        if (bug == PlantedPeerBug.ForgetsWhatIsForked)
            terminal.Tamper(Forget);
        foreach (var peer in Enumerable.Range(0, PeerStory.Peers).Where(peer => left[peer]))
            forked[peer] = null;
        heard.RemoveWhere(IsPast);
        foreach (var line in counted.Keys.Where(line => IsPast(line) && !IsOpenThere(line)).ToList())
            counted.Remove(line);
    }

    /// <summary>As if a watermark told what a list has of two branches.</summary>
    private TerminalState Forget(TerminalState state)
    {
        var peers = state.Present.Peers;
        var purses = peers.Purses.ToImmutableDictionary(purse => purse.Key, purse => purse.Value.RemoveRange(
            purse.Value.Values
                .Where(row => row.Position.Sequence <= watermarks[PeerStory.IndexOf(row.Peer)])
                .Select(row => row.Line)));
        return state with { Present = state.Present with { Peers = peers with { Purses = purses } } };
    }

    /// <summary>A hold that the list has taken off waits for its end.</summary>
    private bool IsOpenThere(PeerLine line) =>
        line.Kind == PeerLineKind.Hold &&
        terminal.Monotonic < counted[line] + HoldCounts &&
        !counted.Keys.Any(end => end.Ends(line) && IsListed(end));

    private void Check()
    {
        terminal.Tap(Guest);
        var believed = terminal.Screen is GuestScreen.Balance balance ? balance.Left[0].Amount.MinorUnits : -1;
        terminal.Give(new Input.BasketCleared());
        var expected = Listed + counted.Keys.Where(line => !IsListed(line)).Sum(Counted);
        if (believed != expected)
            throw new Broken(string.Create(
                CultureInfo.InvariantCulture, $"the terminal believes {believed}; the guest has {expected}"));
        Telling += expected == Listed ? 0 : 1;
    }

    private long Counted(PeerLine line)
    {
        switch (line.Kind)
        {
            case PeerLineKind.Debit:
                ForkedDebits += line.Sequence <= watermarks[line.Peer] ? 1 : 0;
                return -line.Cents;
            case PeerLineKind.Credit:
                var isWhole = IsWhole(line);
                WaitingCredits += isWhole ? 0 : 1;
                return isWhole ? line.Cents : 0;
            case PeerLineKind.Hold:
                return terminal.Monotonic < counted[line] + HoldCounts &&
                    !counted.Keys.Any(end => end.Ends(line) && IsWhole(end))
                    ? -line.Cents
                    : 0;
            default:
                return 0;
        }
    }

    /// <summary>From the watermark up to it there is one line in each place, and each names the one before.</summary>
    private bool IsWhole(PeerLine line)
    {
        if (left[line.Peer] || line.Sequence >= forked[line.Peer])
            return false;
        var anchor = watermarks[line.Peer];
        for (var sequence = line.Sequence; sequence >= Math.Max(1, anchor); sequence--)
        {
            var there = At(line.Peer, sequence);
            if (there.Count != 1)
                return false;
            var isLinked = sequence == 1 || sequence == anchor ||
                heard.Any(before => before.IsBefore(there[0]) && before.Sequence == sequence - 1);
            if (!isLinked)
                return false;
        }
        return true;
    }

    public sealed class Broken(string message) : Exception(message);
}
