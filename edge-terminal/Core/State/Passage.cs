using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>Somebody went through a gate with a card, or may at this moment; or a fire let all go out.</summary>
/// <param name="Position">The record that says so.</param>
/// <param name="First">Where that was said first.</param>
/// <param name="IsEntry">In; else out.</param>
/// <param name="People">How many.</param>
/// <param name="IsFree">Nothing was paid: a membership or ticket covered it.</param>
/// <param name="Admission">By what it was let in; null: that is not known.</param>
/// <param name="Zone">Into or out of where; null: a place that has no name.</param>
/// <param name="Stamp">When, by the clocks of the terminal that says so.</param>
/// <param name="MachineBoot">Of its monotonic clock; empty: not of ours.</param>
public sealed record Passage(
    RecordPosition Position,
    RecordPosition First,
    bool IsEntry,
    int People,
    bool IsFree,
    ArticleId? Admission,
    ZoneId? Zone,
    Stamp Stamp,
    string MachineBoot)
{
    /// <summary>What it changes of the number of people inside.</summary>
    public int Change => IsEntry ? People : -People;

    /// <summary>Whatever came of the numbers: all may have gone out.</summary>
    public static Passage OfFire(Fact.FireOpened fire, RecordPosition position, RecordPosition first, Stamp stamp) =>
        new(position, first, IsEntry: false, People: 0, IsFree: false, Admission: null, fire.Zone, stamp, "");

    /// <summary>What a record says of a card; null: nothing of this kind.</summary>
    public static (CardToken Card, Passage Passage)? Of(
        Fact fact, RecordPosition position, RecordPosition first, Stamp stamp, string machineBoot) => fact switch
        {
            Fact.Entry entry => (entry.Card, new Passage(
                position, first, IsEntry: true, entry.People, entry.Payments.Count == 0, entry.Admission?.Article,
                entry.Zone, stamp, machineBoot)),
            Fact.Exit exit => (exit.Card, new Passage(
                position, first, IsEntry: false, People: 1, IsFree: false, Admission: null, exit.Zone, stamp,
                machineBoot)),
            _ => null,
        };
}
