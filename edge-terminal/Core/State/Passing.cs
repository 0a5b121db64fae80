using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>What facts make of what a gate remembers: that part of the folding.</summary>
internal static class Passing
{
    /// <param name="past">Before, or whatever else the record made of it.</param>
    /// <param name="record">Of our own.</param>
    public static Remembered Of(Remembered past, JournalRecord record)
    {
        var gate = past.Gate;
        var first = record.Reissues?.Position() ?? record.Position;
        gate = record.Fact switch
        {
            // What is said again was settled before: nobody gives it back but the line that says so again.
            Fact.Entry entry => record.Reissues is null
                ? gate with { UnderWay = gate.UnderWay.Add(first, entry) }
                : gate.WithSettled(first, entry),
            Fact.EntryAbandoned abandoned => GivenBack(gate, abandoned.Abandoned),
            Fact.EntryPassed passed => gate.SettleRetired(passed.Passed, isGivenBack: false) with
            {
                UnderWay = gate.UnderWay.Remove(passed.Passed),
            },
            Fact.EntriesCarried carried => gate.With(record.Position, carried),
            Fact.FireOpened fire => gate.Burnt(Passage.OfFire(fire, record.Position, first, record.Stamp)),
            _ => gate,
        };
        if (Passage.Of(record.Fact, record.Position, first, record.Stamp, past.MachineBoot) is (var card, var passage))
            gate = gate.With(card, passage);
        return ReferenceEquals(gate, past.Gate) ? past : past with { Gate = gate };
    }

    private static GateMemory GivenBack(GateMemory gate, RecordPosition entry)
    {
        var next = gate.CardOf(entry) is { } card
            ? gate.Without(card, entry).SettleRetired(entry, isGivenBack: false)
            : gate.SettleRetired(entry, isGivenBack: true);
        return next with { UnderWay = next.UnderWay.Remove(entry) };
    }
}
