using System.Globalization;
using System.Text;
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
            case PeerStepKind.Restart:
                heard.Clear();
                counted.Clear();
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
        if (line.Sequence >= watermarks[line.Peer] && heard.Add(line) && line.Sequence > watermarks[line.Peer])
            counted.TryAdd(line, terminal.Monotonic);
    }

    private void ApplyList()
    {
        var before = terminal.PeerWatermarks;
        terminal.PeerWatermarks =
            [.. watermarks.Select((sequence, peer) => new Watermark(PeerStory.NameOf(peer), 1, sequence))];
        terminal.ApplyList(list, watermark: 0, Card(Guest, $"TLF {Listed}"));
        foreach (var row in before)
            Forget(PeerStory.IndexOf(row.Terminal), row.Sequence, watermarks[PeerStory.IndexOf(row.Terminal)]);
    }

    /// <summary>
    /// What the list has is not counted any more. Of the line at the watermark the hash is known, until a list comes
    /// that does not have it.
    /// </summary>
    private void Forget(int peer, long before, long now)
    {
        heard.RemoveWhere(line => line.Peer == peer && (now < before ? line.Sequence <= before : line.Sequence < now));
        var listed = counted.Keys.Where(line =>
            line.Peer == peer && line.Sequence <= now && !IsKept(line, now)).ToList();
        foreach (var line in listed)
            counted.Remove(line);
    }

    /// <summary>A hold that the list has taken off waits for its end.</summary>
    private bool IsKept(PeerLine line, long watermark) =>
        line.Kind == PeerLineKind.Hold &&
        terminal.Monotonic < counted[line] + HoldCounts &&
        !counted.Keys.Any(end => end.Ends(line) && end.Sequence <= watermark);

    private void Check()
    {
        terminal.Tap(Guest);
        var believed = terminal.Screen is GuestScreen.Balance balance ? balance.Left[0].Amount.MinorUnits : -1;
        terminal.Give(new Input.BasketCleared());
        var expected = Listed + counted.Keys.Where(line => line.Sequence > watermarks[line.Peer]).Sum(Counted);
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
        var anchor = watermarks[line.Peer];
        for (var sequence = line.Sequence; sequence >= Math.Max(1, anchor); sequence--)
        {
            var there = heard.Where(other => other.Peer == line.Peer && other.Sequence == sequence).ToList();
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
