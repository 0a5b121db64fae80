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
                    if (machine.NextPrices() is { } prices)
                        process.Take(prices);
                    break;
                case Nudge.Shown:
                    process.Take(new Input.VerdictShown());
                    break;
                case Nudge.FaultOver:
                    process.Take(new Input.FaultEnded(Fault.CardKeysLost));
                    break;
                case Nudge.Command:
                    process.Take(machine.NextCommand());
                    break;
                case Nudge.LatePulses or Nudge.LateClosing:
                    (machine.Devices as SimulatedValve)?.SayLate(what == Nudge.LateClosing);
                    break;
                case Nudge.Drops:
                    (machine.Devices as SimulatedValve)?.SayDrops();
                    break;
                case Nudge.Pass:
                    (machine.Devices as SimulatedTurnstile)?.Pass();
                    break;
                default:
                    process.Take(what switch
                    {
                        Nudge.Clear => new LoopInput.Key(KeyNames.Clear),
                        Nudge.Article => new LoopInput.Key("syrup"),
                        Nudge.StopKey => new LoopInput.Key(KeyNames.Stop),
                        Nudge.More => new LoopInput.Key(Shop.MoreKey),
                        Nudge.Reset => new LoopInput.Key(Shop.ResetKey),
                        Nudge.SeveralCards => new LoopInput.Reader(new ReaderEvent.SeveralCards(now)),
                        Nudge.Wave => new LoopInput.Reader(new ReaderEvent.CardLeftEarly(now)),
                        _ => new LoopInput.Reader(new ReaderEvent.FieldEmptied(now)),
                    });
                    break;
            }
        });
    }
}
