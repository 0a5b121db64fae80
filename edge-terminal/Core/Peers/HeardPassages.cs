using System.Collections.Immutable;
using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>
/// Who went through the site's other gates, as far as it was heard. No list has it, so it is kept also below the
/// watermarks; it ends with the power, and is asked for again above them only.
/// </summary>
public sealed record HeardPassages
{
    private HeardPassages()
    {
    }

    /// <summary>Nothing was heard.</summary>
    public static HeardPassages None { get; } = new();

    /// <summary>What was heard of each gate.</summary>
    public ImmutableDictionary<TerminalId, HeardGate> Gates { get; private init; } =
        ImmutableDictionary<TerminalId, HeardGate>.Empty;

    /// <summary>Gates of which too much was heard to remember all.</summary>
    public IEnumerable<TerminalId> Short => Gates.Where(row => row.Value.IsShort).Select(row => row.Key);

    /// <summary>All entries with a card; those that were given back are not among them.</summary>
    public IEnumerable<EntriesOfDay> EntriesOf(CardToken card, TerminalLimits limits) =>
        Gates.Values.SelectMany(gate => gate.EntriesOf(card, limits));

    /// <summary>A card's last at each gate of a zone; a fire lets out whoever is inside.</summary>
    public IEnumerable<Passage> LastOf(CardToken card, ZoneId zone) =>
        Gates.Values.Select(gate => gate.LastOf(card, zone)).OfType<Passage>();

    /// <summary>One line more, which was not heard before.</summary>
    /// <param name="record">Which.</param>
    /// <param name="fact">What it says.</param>
    /// <param name="limits">For the day.</param>
    /// <param name="mayBeKnown">What it says may have been heard, or something else in its place.</param>
    public HeardPassages With(HeardRecord record, Fact fact, TerminalLimits limits, bool mayBeKnown = false)
    {
        var before = Gates.GetValueOrDefault(record.Peer, HeardGate.Nothing);
        var gate = before.With(record, fact, limits, mayBeKnown);
        return ReferenceEquals(gate, before) ? this : this with { Gates = Gates.SetItem(record.Peer, gate) };
    }
}
