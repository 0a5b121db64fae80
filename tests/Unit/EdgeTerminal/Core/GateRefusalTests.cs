using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Gates;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>
/// What a gate refuses for like every station, by its number, and that nobody goes through then. What it alone refuses
/// for: <see cref="GateRuleTests"/>.
/// </summary>
public class GateRefusalTests
{
    private static readonly Money OneEntry = new(500);

    public static TheoryData<Reason, TerminalLimits, CardEntry> OfCards => new()
    {
        { Reason.CardUnknown, Generous, Card(Other, "TLF 2000") },
        { Reason.CardBlocked, Generous, Rich with { State = CardState.Blocked } },
        { Reason.CardExpired, Generous, Rich with { ValidThroughMilliseconds = Clock.Noon - 1 } },
        { Reason.ClassTooWeak, Generous, Rich with { Class = CardClass.Aes } },
        { Reason.BalanceTooLow, Generous, Rich with { Balances = [.. Amounts("TLF 499")] } },
        { Reason.FloorLimit, With(row => row with { FloorLimit = OneEntry - new Money(1) }), Rich },
        { Reason.OfflineLimit, With(row => row with { FreshLimit = OneEntry - new Money(1) }), Rich },
        { Reason.TerminalTotal, Generous with { OfflineTotal = OneEntry - new Money(1) }, Rich },
    };

    private static CardEntry Rich => Card(Guest, "TLF 2000");

    [Theory]
    [MemberData(nameof(OfCards))]
    public void A_card_that_may_not_is_refused_by_its_number(Reason reason, TerminalLimits limits, CardEntry entry)
    {
        var gate = Open(GateOf(limits: limits), entry);

        Assert.Equal(reason, gate.AnswerTo(Guest));
        StaysShut(gate);
    }

    [Fact]
    public void A_card_that_makes_up_its_UID_is_refused() // 106
    {
        var gate = OpenGate();

        Assert.Equal(Reason.RandomUid, gate.AnswerTo("08123456"));
        StaysShut(gate);
    }

    [Fact]
    public void Too_many_entries_in_too_short_a_time_are_refused() // 403
    {
        var gate = Open(GateOf(WayIn with { PassBack = new PassBackRules() }, With(row => row with
        {
            VelocityTaps = 1, VelocitySeconds = 600,
        })), Rich);
        gate.GoIn(Guest);

        Assert.Equal(Reason.Velocity, gate.AnswerTo(Guest));
    }

    [Fact]
    public void A_first_entry_may_cost_less_while_the_list_is_not_fresh() // 404
    {
        var gate = Open(
            GateOf(limits: With(row => row with { FirstUseLimit = OneEntry - new Money(1) })),
            Rich with { EverUsed = false });
        gate.Wait(2 * Clock.Minute);

        Assert.Equal(Reason.FirstUse, gate.AnswerTo(Guest));
        StaysShut(gate);
    }

    [Fact]
    public void With_a_full_journal_nobody_goes_in_and_nothing_is_written() // 501
    {
        var gate = OpenGate();
        gate.JournalHasRoom = false;

        var decision = gate.Tap(Guest);

        Assert.Empty(decision.Facts);
        Assert.Equal(Reason.JournalFull, Assert.IsType<GuestScreen.Refused>(gate.Screen).Reason);
        StaysShut(gate);
    }

    [Theory]
    [InlineData(Fault.TurnstileLost, Reason.DeviceFault)] // 502
    [InlineData(Fault.TurnstileContactLost, Reason.DeviceFault)]
    [InlineData(Fault.TamperContactLost, Reason.DeviceFault)]
    [InlineData(Fault.TurnstileTampered, Reason.DeviceFault)]
    [InlineData(Fault.ReaderLost, Reason.DeviceFault)]
    [InlineData(Fault.RolledBack, Reason.OutOfService)] // 503
    public void A_fault_says_so_before_anybody_holds_a_card(Fault fault, Reason reason)
    {
        var gate = OpenGate();

        gate.Give(new Input.FaultBegan(fault, "for the test"));

        Assert.Equal(reason, Assert.IsType<GuestScreen.OutOfService>(gate.Screen).Reason);
        Assert.NotNull(gate.Tap(Guest).Ignored);
        StaysShut(gate);
    }

    private static void StaysShut(TerminalDriver gate) =>
        Assert.DoesNotContain(gate.Orders, order => order is Effect.ReleaseTurnstile or Effect.OpenTurnstile);

    private static TerminalLimits With(Func<ClassLimits, ClassLimits> change) =>
        Generous with { Uid = change(Generous.Uid) };
}
