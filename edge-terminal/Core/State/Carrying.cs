using System.Collections.Immutable;
using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>
/// How a journal goes on without its oldest records: what they came to stands in the first record of a later segment,
/// and what is said of their rows alone is forgotten when they are retired. A journal folds to the same before and
/// after they are deleted.
/// </summary>
internal static class Carrying
{
    /// <summary>What a segment begins with.</summary>
    public static Fact.BroughtForward Forward(Remembered past)
    {
        var moved = past.LastListed.With(past.Counted);
        var (people, entries) = past.Gate.Forward();
        return new Fact.BroughtForward(
            past.Boots,
            past.MachineBoot,
            past.StartedAtMilliseconds,
            past.BootsWithoutBeat,
            past.List,
            past.Watermarks.Latest,
            moved.Latest,
            past.ListAge is { } age ? new RecordedAge(age.AgeMilliseconds, age.AtMilliseconds, age.MachineBoot) : null,
            past.UnknownCardsDay,
            past.UnknownCardsSpent,
            [.. past.Faults.Select(fault => fault.ToString())],
            [.. past.Holds.Values.OrderBy(hold => hold.Held)],
            past.Watermarks.Earlier,
            moved.Earlier,
            past.StorageId,
            [.. past.Taps.Values],
            people,
            entries,
            past.LastCommand,
            past.Config);
    }

    /// <summary>
    /// A journal that begins here. What earlier records did to purses is in the balances of a list that took effect
    /// before they were retired; the record of that is still to come, so all of it counts as listed.
    /// </summary>
    public static Remembered Begin(Remembered next, Fact.BroughtForward brought) => next with
    {
        IsBehindRot = false,
        Boots = brought.Boots,
        MachineBoot = brought.MachineBoot,
        StartedAtMilliseconds = brought.StartedAtMilliseconds,
        BootsWithoutBeat = brought.BootsWithoutBeat,
        List = brought.List,
        Watermarks = brought.Watermarks(),
        LastListed = brought.Moved(),
        ListAge = brought.ListAge is { } age
            ? new AgeReading(age.AgeMilliseconds, age.AtMilliseconds, age.MachineBoot)
            : null,
        UnknownCardsDay = brought.UnknownCardsDay,
        UnknownCardsSpent = brought.UnknownCardsSpent,
        Faults = [.. brought.Faults.SelectMany(Known)],
        Holds = brought.Holds.ToImmutableDictionary(hold => hold.Held),
        StorageId = brought.StorageId,
        LastCommand = Math.Max(next.LastCommand, brought.LastCommand),
        Config = Folding.Higher(next.Config, brought.Config),
        Taps = brought.Taps.ToImmutableSortedDictionary(tap => tap.Tap, tap => tap),
        Gate = next.Gate.Begin(brought),
    };

    /// <summary>What only the retired records say: taps and showings of more than a month ago.</summary>
    public static Remembered Forget(Remembered past, RecordPosition through) =>
        past.ChangePurses(activity => activity.WithTaps(tap => tap.Position > through)) with
        {
            Retired = through,
            Gate = past.Gate.Retire(through),
            Till = TillFolding.Forget(past.Till, through),
            Unshown = past.Unshown.RemoveRange(
                past.Unshown.Where(row => row.Value.Position <= through).Select(row => row.Key)),
        };

    /// <summary>A fault of another build says nothing to this one.</summary>
    private static IEnumerable<Fault> Known(string name) =>
        Enum.TryParse<Fault>(name, out var fault) ? [fault] : [];
}
