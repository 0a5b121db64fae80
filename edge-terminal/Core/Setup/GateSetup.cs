using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>Whom a gate lets through, and how.</summary>
/// <param name="Admissions">Tried in order: the first that a card meets is the one. Not empty at a way in.</param>
/// <param name="PriceListVersion">Recorded with each verdict.</param>
public sealed record GateSetup(ValueList<Admission> Admissions, long PriceListVersion) : StationSetup(PriceListVersion)
{
    /// <summary>It reads the cards of those who leave, and refuses nobody.</summary>
    public bool IsWayOut { get; init; }

    /// <summary>What a way in does while it has no card list at all.</summary>
    public WithoutList WithoutList { get; init; } = WithoutList.Refuse;

    /// <summary>May a card that is inside go in again?</summary>
    public PassBackRules PassBack { get; init; } = new();

    /// <summary>The most people in the zone; null: no end.</summary>
    public int? Capacity { get; init; }

    /// <summary>The most people that go in with one card at once.</summary>
    public int MostPeople { get; init; } = 1;

    /// <summary>
    /// Where it leads into, or out of: gates that name the same zone know together who is inside. Null: it is the only
    /// gate of its zone.
    /// </summary>
    public ZoneId? Zone { get; init; }

    /// <summary>A contact says when somebody has gone through; else whoever was let through has.</summary>
    public bool TellsPassing { get; init; } = true;

    /// <summary>How long the turnstile is released for one person.</summary>
    public long PassageMilliseconds { get; init; } = 8_000;

    /// <summary>Whoever was in the turnstile when it was locked again comes through within this time.</summary>
    public long LockingMilliseconds { get; init; } = 500;

    /// <summary>How long a chosen number of people, or a reset, waits for a card.</summary>
    public long ChoiceMilliseconds { get; init; } = 20_000;
}
