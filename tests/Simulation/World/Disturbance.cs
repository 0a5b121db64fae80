using CloudBridge.Contract;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using HardwareDrivers.Abstractions;

namespace Tests.Simulation;

/// <summary>What people and machines do to a terminal besides buying.</summary>
internal static class Disturbance
{
    /// <summary>Something small.</summary>
    public static void Of(Machine machine, Nudge what)
    {
        if (machine.Process is not { IsServing: true } process)
            return;
        var now = machine.Clock.GetTimestamp();
        machine.Run(() =>
        {
            switch (what)
            {
                case Nudge.Wake:
                    process.Take(new Input.TimePassed());
                    break;
                case Nudge.Setup:
                    process.Take(new Input.SetupChanged());
                    break;
                case Nudge.Shown:
                    process.Take(new Input.VerdictShown());
                    break;
                case Nudge.FaultOver:
                    process.Take(new Input.FaultEnded(Fault.CardKeysLost));
                    break;
                default:
                    process.Take(what switch
                    {
                        Nudge.Clear => new LoopInput.Key(KeyNames.Clear),
                        Nudge.Article => new LoopInput.Key("syrup"),
                        Nudge.SeveralCards => new LoopInput.Reader(new ReaderEvent.SeveralCards(now)),
                        Nudge.Wave => new LoopInput.Reader(new ReaderEvent.CardLeftEarly(now)),
                        _ => new LoopInput.Reader(new ReaderEvent.FieldEmptied(now)),
                    });
                    break;
            }
        });
    }

    /// <summary>Staff writes into the journal while the terminal does not sell, whatever it likes.</summary>
    public static void ByStaff(Machine machine, Happening.StaffActed acted, WalletId? wallet)
    {
        if (wallet is not { } known)
            return;
        var card = Deck.TokenOf(acted.Card);
        machine.Meanwhile(opened =>
        {
            var stamp = new Stamp(
                Math.Max(1, opened.Past.Boots), machine.Clock.GetTimestamp(),
                machine.Clock.GetUtcNow().ToUnixTimeMilliseconds(), Trusted: false);
            var payment = new Payment(
                card, known, [new AssetAmount(AssetId.Of(AssetCategory.Local), new Money(Math.Max(1, acted.Amount)))]);
            Fact fact = acted.What switch
            {
                StaffAct.Refill => new Fact.Refill(payment, card),
                StaffAct.DepositReturn => new Fact.DepositReturn(payment, 1, card),
                _ => new Fact.CardBlocked(card, card),
            };
            if (opened.Past.Last is not null && !opened.Journal.BeginsSegment)
                opened.Journal.Append([fact], stamp);
        });
    }
}
