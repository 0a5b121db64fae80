using CloudBridge.Contract;
using EdgeTerminal.Core;
using FsCheck;
using FsCheck.Fluent;
using Tests.Support;
using static Tests.Support.Gates;
using static Tests.Support.Kiosks;

namespace Tests.Property.EdgeTerminal.Core;

/// <summary>One thing that happens at a gate.</summary>
/// <param name="Name">For who reads a story.</param>
/// <param name="Act">What.</param>
internal sealed record GateStep(string Name, Action<GatePlay> Act)
{
    public override string ToString() => Name;
}

/// <summary>What a gate may live through.</summary>
internal static class GateStory
{
    private static readonly Gen<GateStep> Guests = Gen.Frequency(
        (6, Act("guest", gate => gate.Tap(Guest))),
        (4, Act("member", gate => gate.Tap(Member))),
        (6, Play("holder", play => play.TapHolder())),
        (8, Play("holder goes in", play => play.LetHolderIn())),
        (4, Act("guest goes in", gate => gate.GoIn(Guest))),
        (2, Act("stranger", gate => gate.Tap(Other))),
        (1, Act("random UID", gate => gate.Tap("08123456"))),
        (4, Act("a group", gate =>
        {
            gate.Give(new Input.PersonAdded());
            gate.Give(new Input.PersonAdded());
            gate.Tap(Guest);
        })),
        (3, Act("one more", gate => gate.Give(new Input.PersonAdded()))),
        (1, Act("cleared", gate => gate.Give(new Input.ChoiceCleared()))),
        (1, Act("reset", gate => gate.Give(new Input.ResetChosen()))),
        (8, Act("pass", gate => gate.Pass())),
        (6, Act("time", gate =>
        {
            gate.Wait(4_500);
            gate.Give(new Input.TimePassed());
        })),
        (2, Act("shown", gate => gate.Give(new Input.VerdictShown()))),
        (1, Act("several cards", gate => gate.Give(new Input.SeveralCardsPresented(gate.JournalHasRoom)))),
        (1, Act("left early", gate => gate.Give(new Input.CardLeftEarly()))),
        (1, Play("entry elsewhere", play =>
            play.Hear(new Fact.Entry(Site.Card(Guest), 1, [], Records.Verdict, Festival)))),
        (2, Play("exit elsewhere", play => play.Hear(new Fact.Exit(Site.Card(Guest), Festival, GateCount: 0)))),
        (1, Play("fire elsewhere", play => play.Hear(new Fact.FireOpened(Festival)))));

    private static readonly Gen<GateStep> Troubles = Gen.Frequency(
        (2, Act("fire", gate => gate.Give(new Input.FireBegan()))),
        (3, Act("fire over", gate => gate.Give(new Input.FireEnded()))),
        (1, Begin(Fault.TurnstileTampered)),
        (2, End(Fault.TurnstileTampered)),
        (1, Begin(Fault.FireInputLost)),
        (2, End(Fault.FireInputLost)),
        (1, Begin(Fault.RolledBack)),
        (2, End(Fault.RolledBack)),
        (1, Act("journal full, or not", gate => gate.JournalHasRoom = !gate.JournalHasRoom)),
        (1, Act("cut behind an entry", gate => gate.GiveAndLosePower(gate.Presented(Guest)))),
        (1, Act("cut behind a passage", gate => gate.GiveAndLosePower(new Input.TurnstilePassed()))),
        (2, Act("cut behind one entry", gate => gate.GiveAndLosePower(gate.Presented(Guest), durable: 1))),
        (1, Act("cut, and at the start after 1", gate => gate.LosePowerTwice(durable: 1))),
        (1, Act("cut, and at the start after 2", gate => gate.LosePowerTwice(durable: 2))),
        (1, Act("cut", gate => gate.LosePower())),
        (1, Act("restart", gate => gate.Restart())));

    private static readonly Gen<GateStep> Ledger = Gen.Frequency(
        (4, Play("beat", play => play.Confirm())),
        (6, Play("all is well", play => play.MakeWell())),
        (3, Play("charged", play => play.Charge())),
        (2, from back in Gen.Choose(0, 9) select new GateStep($"list less {back}", play => play.TakeList(back))),
        (1, Play("retire all", play => play.Retire(isSegment: false))),
        (3, Play("retire segments", play => play.Retire(isSegment: true))));

    private static readonly Gen<GateStep> Moves =
        from isRestored in Gen.Elements(true, true, false)
        from unacked in Gen.Choose(0, 20)
        from duesBeforeCut in Gen.Frequency((2, Gen.Constant(-1)), (1, Gen.Choose(0, 4)))
        select new GateStep(
            $"epoch(restored: {isRestored}, unacked: {unacked}, cut: {duesBeforeCut})",
            play => play.GoOver(isRestored, unacked, duesBeforeCut));

    private static readonly Gen<GateStep> MovesWithRot =
        from unacked in Gen.Choose(0, 20)
        from duesBeforeCut in Gen.Choose(1, 4)
        from which in Gen.Choose(0, 5)
        select new GateStep(
            $"epoch(restored, unacked: {unacked}, rot({which}): {duesBeforeCut})",
            play => play.GoOver(isRestored: true, unacked, duesBeforeCut, which));

    private static readonly Gen<GateStep> Rot =
        from which in Gen.Frequency((1, Gen.Choose(0, 3)), (2, Gen.Choose(0, 200)))
        from losesPower in Gen.Elements(true, false)
        select new GateStep($"rot({which}, cut: {losesPower})", play => play.Rot(which, losesPower));

    /// <summary>Its journal can be read.</summary>
    public static Gen<GateStep[]> WithoutRot { get; } =
        Of(Gen.Frequency((96, Guests), (20, Troubles), (28, Ledger), (2, Moves)));

    public static Gen<GateStep[]> Any { get; } =
        Of(Gen.Frequency((96, Guests), (20, Troubles), (28, Ledger), (2, Moves), (1, MovesWithRot), (3, Rot)));

    private static Gen<GateStep[]> Of(Gen<GateStep> step) =>
        from length in Gen.Choose(1, 150) from steps in Gen.ArrayOf(step, length) select steps;

    private static Gen<GateStep> Play(string name, Action<GatePlay> act) => Gen.Constant(new GateStep(name, act));

    private static Gen<GateStep> Act(string name, Action<TerminalDriver> act) => Play(name, play => act(play.Gate));

    private static Gen<GateStep> Begin(Fault fault) =>
        Act($"{fault}", gate => gate.Give(new Input.FaultBegan(fault, "planned")));

    private static Gen<GateStep> End(Fault fault) =>
        Act($"{fault} is over", gate => gate.Give(new Input.FaultEnded(fault)));
}
