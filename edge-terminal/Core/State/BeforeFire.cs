using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>
/// A fire, and what it ended: it counts again where the fire's record is of an epoch that was left and is not said
/// again.
/// </summary>
/// <param name="Fire">At which all could leave.</param>
/// <param name="Retired">As <see cref="GateMemory"/> has it, of what came between the fire before and this one.</param>
/// <param name="RetiredUnderWay">As <see cref="GateMemory"/> had it.</param>
internal sealed record BeforeFire(
    Passage Fire, ValueList<ZonePeople> Retired, ValueList<EntryUnderWay> RetiredUnderWay)
{
    /// <summary>Of these entries nobody knows any more.</summary>
    public BeforeFire Without(Func<RecordPosition, bool> isDropped) => this with
    {
        RetiredUnderWay = [.. RetiredUnderWay.Where(row => !isDropped(row.Entry))],
    };
}
