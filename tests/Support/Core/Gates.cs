using CloudBridge.Contract;
using EdgeTerminal.Core;
using static Tests.Support.Kiosks;

namespace Tests.Support;

/// <summary>Gates, ways to be let in, and cards for tests.</summary>
public static class Gates
{
    public const string Member = "04E1412B5B3C81";

    public static AssetId Membership { get; } = AssetId.Parse("SUB");

    public static AssetId Ticket { get; } = AssetId.Parse("BDG-WEEKEND");

    public static ZoneId Festival { get; } = ZoneId.Parse("festival");

    /// <summary>Members go in for nothing, one by one.</summary>
    public static Admission Members { get; } = new(
        new Article(ArticleId.Parse("member"), "Membre", Money.Zero, 0) { Entitlement = Membership });

    /// <summary>A ticket of three entries.</summary>
    public static Admission Tickets { get; } = new(
        new Article(ArticleId.Parse("weekend"), "Billet", Money.Zero, 0) { Entitlement = Ticket })
    {
        Entries = 3,
    };

    /// <summary>Whoever pays goes in.</summary>
    public static Admission Day { get; } = new(new Article(ArticleId.Parse("day"), "Journée", new Money(500), 550));

    /// <summary>A way in with all of them.</summary>
    public static GateSetup WayIn { get; } = new([Members, Tickets, Day], PriceListVersion: 3)
    {
        MostPeople = 4,
        PassBack = new PassBackRules { IsOn = true },
    };

    public static GateSetup WayOut { get; } = WayIn with { IsWayOut = true };

    public static TerminalSetup GateOf(GateSetup? gate = null, TerminalLimits? limits = null) =>
        new(limits ?? Generous, gate ?? WayIn);

    /// <summary>A gate that has started and has a fresh list of these cards.</summary>
    public static TerminalDriver OpenGate(GateSetup? gate = null, params CardEntry[] entries) =>
        Open(GateOf(gate), entries.Length > 0 ? entries : [Card(Guest, "TLF 2000"), MemberCard()]);

    /// <summary>A card with a membership that ends so late.</summary>
    public static CardEntry MemberCard(long through = Clock.Noon + Clock.Day) =>
        With(Membership, null, through);

    /// <summary>The member's card with a ticket for these days.</summary>
    public static CardEntry TicketCard(long? from = null, long through = Clock.Noon + 2 * Clock.Day) =>
        With(Ticket, from, through);

    private static CardEntry With(AssetId asset, long? from, long through) =>
        Card(Member, "") with { Entitlements = [new Entitlement(asset, from, through)] };

    /// <summary>The turnstile's contact.</summary>
    public static void Pass(this TerminalDriver gate) => gate.Give(new Input.TurnstilePassed());

    /// <summary>A card is tapped and its holder goes through.</summary>
    public static void GoIn(this TerminalDriver gate, string uid)
    {
        gate.Tap(uid);
        gate.Pass();
    }

    /// <summary>Until nobody waits for anything any more.</summary>
    public static void Rest(this TerminalDriver gate)
    {
        while (gate.State.Present.Phase.WakeAtMilliseconds is { } at)
        {
            gate.Wait(Math.Max(0, at - gate.Monotonic));
            gate.Give(new Input.TimePassed());
        }
    }

    /// <summary>What the gate said last to a card: null when it let it in.</summary>
    public static Reason? AnswerTo(this TerminalDriver gate, string uid, int people = 1)
    {
        gate.Rest();
        for (var more = 1; more < people; more++)
            gate.Give(new Input.PersonAdded());
        var before = gate.Journal.Count;
        gate.Tap(uid);
        if (gate.Journal.Count == before)
            throw new InvalidOperationException("The tap was ignored.");
        return gate.LastFact is Fact.Refusal refusal ? refusal.Reason : null;
    }

    /// <summary>People in less people out through a zone's other gates, as far as they were heard.</summary>
    public static long PeopleIn(this HeardPassages passages, ZoneId zone) =>
        passages.Gates.Values.Sum(gate => gate.PeopleIn(zone));
}
