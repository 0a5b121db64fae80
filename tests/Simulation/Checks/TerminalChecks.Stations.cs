using CloudBridge.Contract;
using EdgeTerminal.Core;

namespace Tests.Simulation;

/// <content>Of drink stations and gates.</content>
internal sealed partial class TerminalChecks
{
    private readonly Dictionary<RecordPosition, Debit> held = [];

    /// <summary>What must hold of pours; null: it is no drink station.</summary>
    public PourChecks? Pours { get; }

    /// <summary>What must hold of entries; null: it is no gate.</summary>
    public EntryChecks? Entries { get; }

    /// <summary>Why it is not at rest; null when it is.</summary>
    public string? Unfinished => Pours?.Unfinished ?? Entries?.Unfinished;

    /// <summary>Its process is gone.</summary>
    public void ProcessEnded() => Entries?.ProcessEnded();

    /// <summary>It orders a device.</summary>
    public void Ordered(Effect.ToDevice order)
    {
        Pours?.Ordered(order, deciding);
        Entries?.Ordered(order, deciding);
    }

    /// <summary>What drink stations and gates alone say.</summary>
    private void SawAtStation(RecordPosition position, Fact fact)
    {
        switch (fact)
        {
            case Fact.Hold hold:
                world.Checks.Held(machine.Name, position);
                spending.Take(position, [hold.Payment]);
                Pours!.Held(position, hold);
                if (Granted(position, deciding, hold.Payment.Card, [hold.Payment], hold.Verdict) is { } debit)
                    held[position] = debit with { Held = (position, world.Agenda.Now) };
                break;
            case Fact.Mark mark:
                Pours!.Marked(mark);
                break;
            case Fact.Capture capture:
                Pours!.Captured(position, capture);
                spending.Close(capture.Held);
                spending.Take(position, [capture.Payment]);
                if (held.Remove(capture.Held, out var decided))
                    world.Checks.Bound.Add(capture.Payment.Wallet!.Value, decided with
                    {
                        Position = position,
                        Parts = capture.Payment.Parts.ToDictionary(part => part.Asset, part => part.Amount.MinorUnits),
                    });
                break;
            case Fact.Release release:
                Pours!.Released(position, release);
                spending.Close(release.Held);
                held.Remove(release.Held);
                break;
            case Fact.Draw or Fact.Drawn or Fact.KegChanged or Fact.Calibrated:
                throw new BrokenInvariant(
                    "nothing flows that nobody pays", $"{machine.Name} {position}: nobody here has a badge");
            case Fact.Entry entry:
                spending.Take(position, entry.Payments);
                Entries!.Entered(position, entry);
                if (Granted(position, deciding, entry.Card, entry.Payments, entry.Verdict) is { } paid)
                    world.Checks.Bound.Add(entry.Payments[0].Wallet!.Value, paid);
                break;
            case Fact.EntryPassed passed:
                Entries!.Passed(passed.Passed);
                break;
            case Fact.EntryAbandoned abandoned:
                Entries?.GivenBack(abandoned);
                world.Checks.Credited(machine.Name, position, abandoned);
                break;
        }
    }
}
