using CloudBridge.Contract;
using EdgeTerminal.Core;
using EdgeTerminal.Host;

namespace Tests.Property.Simulation;

/// <summary>Cores of drink stations and gates with one classic bug each.</summary>
internal static class PlantedStationBug
{
    /// <summary>By name; a core is made anew for each process.</summary>
    public static IReadOnlyDictionary<string, Func<TerminalSetup, IStation, Terminal>> All { get; } =
        new Dictionary<string, Func<TerminalSetup, IStation, Terminal>>
        {
            ["a valve opens before the hold is durable"] = Hurrying<Effect.OpenValve>,
            ["a turnstile lets go before the entry is durable"] = Hurrying<Effect.ReleaseTurnstile>,
            ["more is captured than was held"] = Changing(decision => decision with
            {
                Facts = [.. decision.Facts.Select(fact => fact is Fact.Capture capture ? Dearer(capture) : fact)],
            }),
            ["a power cut bills nothing"] = Changing(decision => decision with
            {
                Facts =
                [
                    .. decision.Facts.Select(fact => fact is Fact.Capture { End: "powerCut" } capture
                        ? new Fact.Release(capture.Held, capture.End)
                        : fact),
                ],
            }),
            ["the lease is never renewed"] = Changing(decision => decision with
            {
                Effects = [.. decision.Effects.Where(effect => effect is not Effect.RenewLease)],
            }),
            ["the lease is renewed without a mark"] = Changing(decision => decision with
            {
                Facts = [.. decision.Facts.Where(fact => fact is not Fact.Mark)],
            }),
            ["an entry is given back again"] = (setup, _) => new ErringTerminal(setup)
            {
                Reads = (_, record) => record.Fact is Fact.EntryAbandoned
                    ? record with { Fact = new Fact.ConfigApplied(1) }
                    : record,
            },
            ["who goes through is not noticed"] = (setup, _) => new ErringTerminal(setup)
            {
                Hears = input => input is Input.TurnstilePassed ? new Input.FieldEmptied() : input,
            },
            ["fire is ignored while somebody is refused"] = (setup, _) => new ErringTerminal(setup)
            {
                Believes = (state, input) => input is Input.FireBegan && state.Present.Phase is StationPhase.Refused
                    ? state with { Present = state.Present with { FireIsOn = true } }
                    : state,
            },
            ["fire is written down before the gate opens"] = Changing(decision => decision with
            {
                AtOnce = [],
                Effects = [.. decision.AtOnce, .. decision.Effects],
            }),
        };

    private static ErringTerminal Hurrying<TOrder>(TerminalSetup setup, IStation station)
        where TOrder : Effect.ToDevice => new(setup)
        {
            Hurries = decision =>
            {
                foreach (var order in decision.Effects.OfType<TOrder>())
                    station.Do(order);
            },
        };

    private static Func<TerminalSetup, IStation, Terminal> Changing(Func<Decision, Decision> change) =>
        (setup, _) => new ErringTerminal(setup) { Changes = change };

    private static Fact.Capture Dearer(Fact.Capture capture) => capture with
    {
        Payment = capture.Payment with
        {
            Parts = [.. capture.Payment.Parts.Select(part => part with { Amount = part.Amount + new Money(20_00) })],
        },
    };
}
